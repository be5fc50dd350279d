<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/** What the tests claim. */
final class Check
{
    private function __construct()
    {
    }

    public static function same($expected, $actual, string $about = 'value'): void
    {
        if ($expected !== $actual) {
            throw new RuntimeException("$about: expected " . var_export($expected, true) . ', came ' . var_export($actual, true));
        }
    }

    public static function true(bool $claim, string $about): void
    {
        self::same(true, $claim, $about);
    }

    public static function contains(string $part, string $whole): void
    {
        if (strpos($whole, $part) === false) {
            throw new RuntimeException("expected something with \"$part\", came: $whole");
        }
    }

    /** @return Throwable what was thrown */
    public static function throws(string $class, callable $action): Throwable
    {
        try {
            $action();
        } catch (Throwable $e) {
            if ($e instanceof $class) {
                return $e;
            }
            throw $e;
        }
        throw new RuntimeException("expected $class, and nothing was thrown");
    }
}
