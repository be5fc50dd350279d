<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Failure;
use Ratatosk\Request;
use Ratatosk\StreamTransport;

final class StreamTransportTest
{
    public function sendsAndReadsAnAnswer(): void
    {
        [$response, $head, $body] = $this->exchange('HTTP/1.1 404 Not Found\r\nX-One: 1\r\nContent-Length: 2\r\n\r\nno');
        Check::same([404, '1', 'no'], [$response->status, $response->headers['x-one'], $response->body]);
        Check::contains("POST /a?b=c HTTP/1.1\r\n", $head);
        Check::contains("\r\nx-two: 2\r\n", $head);
        Check::same('körper', $body);
    }

    public function followsNoRedirect(): void
    {
        [$response] = $this->exchange('HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n');
        Check::same([302, 'http://127.0.0.1:1/'], [$response->status, $response->headers['location']]);
    }

    public function saysThatNobodyAnswers(): void
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($server, false);
        fclose($server);
        $failure = Check::throws(Failure::class, static function () use ($address) {
            (new StreamTransport())->send(new Request('GET', "http://$address/"));
        });
        Check::contains('refused', $failure->getMessage());
        Check::same([0, true], [$failure->status(), $failure->temporary()]);
    }

    public function doesNotWaitForEver(): void
    {
        $server = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($server, false);
        $failure = Check::throws(Failure::class, static function () use ($address) {
            (new StreamTransport(0.2))->send(new Request('GET', "http://$address/"));
        });
        Check::true($failure->temporary(), 'temporary');
    }

    private function exchange(string $answer): array
    {
        $peer = proc_open([PHP_BINARY, __DIR__ . '/peer.php', $answer], [1 => ['pipe', 'w']], $pipes);
        $port = trim(fgets($pipes[1]));
        $request = new Request('POST', "http://127.0.0.1:$port/a?b=c", ['X-Two' => '2', 'content-type' => 'text/plain'], 'körper');
        $response = (new StreamTransport())->send($request);
        [$head, $body] = json_decode(stream_get_contents($pipes[1]));
        proc_close($peer);
        return [$response, $head, $body];
    }
}
