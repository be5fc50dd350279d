<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** JSON as both sides speak it. */
final class Json
{
    private function __construct()
    {
    }

    /** Bytes that are no UTF-8 are replaced, so that one odd letter does not stop a whole post. */
    public static function write(array $value): string
    {
        return (string) json_encode(
            $value,
            JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE | JSON_PARTIAL_OUTPUT_ON_ERROR
        );
    }

    /** An object or a list, or null if it is something else. */
    public static function read(string $text): ?array
    {
        $value = json_decode($text, true, 64);
        return is_array($value) ? $value : null;
    }
}
