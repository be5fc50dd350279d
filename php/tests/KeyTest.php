<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Key;

final class KeyTest
{
    public function isReadFromOneLine(): void
    {
        $key = Key::parse(" site1:whsec_" . base64_encode(str_repeat('k', 32)) . "\n");
        Check::same('site1', $key->id());
        Check::same(str_repeat('k', 32), $key->secret());
    }

    public function ofWrongShapeIsRefusedInWords(): void
    {
        foreach (['', 'whsec_' . base64_encode(str_repeat('k', 32)), 'a b:whsec_AAAA', 'site1:AAAA', "site1:whsec_AAAA\nx"] as $text) {
            Check::contains('name:whsec_', Check::throws(InvalidArgumentException::class, function () use ($text) {
                Key::parse($text);
            })->getMessage());
        }
    }

    public function thatIsTooShortOrTooLongIsRefused(): void
    {
        foreach ([23, 65] as $length) {
            Check::contains('cut short', Check::throws(InvalidArgumentException::class, function () use ($length) {
                Key::parse('site1:whsec_' . base64_encode(str_repeat('k', $length)));
            })->getMessage());
        }
        foreach ([24, 64] as $length) {
            Key::parse('site1:whsec_' . base64_encode(str_repeat('k', $length)));
        }
    }

    public function comesInLinesWhileItIsRotated(): void
    {
        $line = 'whsec_' . base64_encode(str_repeat('k', 24));
        $keys = Key::parseAll("new:$line\n\n old:$line\r\n");
        Check::same(['new', 'old'], [$keys[0]->id(), $keys[1]->id()]);
        Check::same([], Key::parseAll(" \n"));
    }

    public function keepsItsSecretOutOfDumps(): void
    {
        $key = Key::parse('site1:whsec_' . base64_encode('a secret that is long enough'));
        Check::true(strpos(print_r($key, true), 'secret that') === false, 'no secret in a dump');
    }
}
