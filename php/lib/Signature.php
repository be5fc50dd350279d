<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** Signatures of requests after Standard Webhooks 1.0, with the name of the key in a header of its own. */
final class Signature
{
    /** How far a clock may be off, in seconds. */
    public const TOLERANCE = 300;

    private function __construct()
    {
    }

    /** What is signed of a request other than a push of events: where it goes is part of it. */
    public static function payload(string $method, string $target, string $body): string
    {
        return $method . ' ' . $target . "\n" . $body;
    }

    /**
     * The headers that sign a payload. Each try of a request gets new ones.
     *
     * @return array<string, string>
     */
    public static function headers(Key $key, string $payload, int $now): array
    {
        $id = 'msg_' . bin2hex(random_bytes(16));
        return [
            'webhook-id' => $id,
            'webhook-timestamp' => (string) $now,
            'webhook-signature' => self::sign($key, $id, $now, $payload),
            'ratatosk-key' => $key->id(),
        ];
    }

    private static function sign(Key $key, string $id, int $timestamp, string $payload): string
    {
        return 'v1,' . base64_encode(hash_hmac('sha256', $id . '.' . $timestamp . '.' . $payload, $key->secret(), true));
    }

    /**
     * Looks whether one of the keys signed this. It says not what was wrong: whoever may know has the same key and the same rules.
     *
     * @param Key[] $keys that are valid now
     * @param array<string, string> $headers by name in small letters
     */
    public static function verifies(array $keys, array $headers, string $payload, int $now): bool
    {
        $id = $headers['webhook-id'] ?? '';
        $timestamp = $headers['webhook-timestamp'] ?? '';
        if (!preg_match('/^[A-Za-z0-9._-]{1,128}$/D', $id) || !preg_match('/^[0-9]{1,12}$/D', $timestamp)
            || abs($now - (int) $timestamp) > self::TOLERANCE) {
            return false;
        }
        $good = false;
        foreach ($keys as $key) {
            if ($key->id() === ($headers['ratatosk-key'] ?? '')) {
                $expected = self::sign($key, $id, (int) $timestamp, $payload);
                foreach (array_slice(explode(' ', $headers['webhook-signature'] ?? ''), 0, 10) as $given) {
                    $good = hash_equals($expected, $given) || $good;
                }
            }
        }
        return $good;
    }
}
