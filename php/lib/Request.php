<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** A request that is sent or was received. */
final class Request
{
    /** As GET. */
    public string $method;

    /** Where it goes: the whole address of one that is sent; of one that was received what stands in its first line. */
    public string $target;

    /** @var array<string, string> by name in small letters */
    public array $headers;

    public string $body;

    public function __construct(string $method, string $target, array $headers = [], string $body = '')
    {
        $this->method = $method;
        $this->target = $target;
        $this->headers = array_change_key_case($headers);
        $this->body = $body;
    }

    /** The request that this process of PHP answers. */
    public static function received(): self
    {
        $headers = ['content-type' => $_SERVER['CONTENT_TYPE'] ?? ''];
        foreach ($_SERVER as $name => $value) {
            if (strncmp((string) $name, 'HTTP_', 5) === 0) {
                $headers[strtolower(str_replace('_', '-', substr((string) $name, 5)))] = (string) $value;
            }
        }
        $body = file_get_contents('php://input', false, null, 0, Receiver::LIMIT + 1);
        return new self($_SERVER['REQUEST_METHOD'] ?? '', $_SERVER['REQUEST_URI'] ?? '', $headers, (string) $body);
    }
}
