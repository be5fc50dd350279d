<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** HTTP with what every PHP has. */
final class StreamTransport implements Transport
{
    private float $timeout;
    private ?string $authority;

    /**
     * @param float $timeout seconds without a byte
     * @param string|null $authority a file with the certificate of an authority that only this site believes
     */
    public function __construct(float $timeout = 5.0, ?string $authority = null)
    {
        $this->timeout = $timeout;
        $this->authority = $authority;
    }

    public function send(Request $request): Response
    {
        $lines = '';
        foreach ($request->headers as $name => $value) {
            $lines .= $name . ': ' . $value . "\r\n";
        }
        $tls = $this->authority === null ? [] : ['cafile' => $this->authority];
        $context = stream_context_create(['ssl' => $tls, 'http' => [
            'method' => $request->method,
            'header' => $lines . "connection: close\r\n",
            'content' => $request->body,
            'timeout' => $this->timeout,
            'follow_location' => 0,
            'protocol_version' => 1.1,
            'ignore_errors' => true,
        ]]);
        $stream = @fopen($request->target, 'rb', false, $context);
        if ($stream === false) {
            throw new Failure('Ratatosk does not answer: ' . self::reason(), 0, true);
        }
        $body = (string) stream_get_contents($stream, Receiver::LIMIT);
        $about = stream_get_meta_data($stream);
        fclose($stream);
        if ($about['timed_out']) {
            throw new Failure('Ratatosk did not answer in time.', 0, true);
        }
        return self::response($about['wrapper_data'] ?? [], $body);
    }

    private static function reason(): string
    {
        $error = error_get_last()['message'] ?? '';
        return preg_replace('/^.*?(failed to open stream|Failed to open stream): /', '', $error) ?: 'no connection';
    }

    private static function response(array $lines, string $body): Response
    {
        $status = 0;
        $headers = [];
        foreach ($lines as $line) {
            if (preg_match('~^HTTP/\S+ (\d{3})~', $line, $match)) {
                $status = (int) $match[1];
                $headers = [];
            } elseif (strpos($line, ':') !== false) {
                [$name, $value] = explode(':', $line, 2);
                $headers[strtolower($name)] = trim($value);
            }
        }
        return new Response($status, $headers, $body);
    }
}
