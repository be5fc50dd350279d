<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** An answer, received or to be sent. */
final class Response
{
    public int $status;

    /** @var array<string, string> by name in small letters */
    public array $headers;

    public string $body;

    public function __construct(int $status, array $headers = [], string $body = '')
    {
        $this->status = $status;
        $this->headers = array_change_key_case($headers);
        $this->body = $body;
    }

    /** An answer in JSON. */
    public static function json(int $status, array $value): self
    {
        return new self($status, ['content-type' => 'application/json'], Json::write($value));
    }

    /** A refusal (RFC 9457). */
    public static function problem(int $status, string $detail, ?int $retryAfter = null): self
    {
        $headers = ['content-type' => 'application/problem+json'];
        if ($retryAfter !== null) {
            $headers['retry-after'] = (string) $retryAfter;
        }
        $titles = [400 => 'Bad Request', 401 => 'Unauthorized', 403 => 'Forbidden', 404 => 'Not Found', 405 => 'Method Not Allowed',
            413 => 'Content Too Large', 422 => 'Unprocessable Content', 429 => 'Too Many Requests', 501 => 'Not Implemented',
            503 => 'Service Unavailable'];
        return new self($status, $headers, Json::write([
            'type' => 'about:blank',
            'title' => $titles[$status] ?? 'Error',
            'status' => $status,
            'detail' => $detail,
        ]));
    }

    /** Sends it as the answer of this process of PHP. */
    public function send(): void
    {
        http_response_code($this->status);
        foreach ($this->headers as $name => $value) {
            header($name . ': ' . $value);
        }
        echo $this->body;
    }
}
