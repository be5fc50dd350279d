<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** A key that a site and its Ratatosk share: a name and a secret, written as one text, KEYID:whsec_BASE64. Immutable. */
final class Key
{
    private string $id;
    private string $secret;

    private function __construct(string $id, string $secret)
    {
        $this->id = $id;
        $this->secret = $secret;
    }

    /**
     * Reads the text that Ratatosk's console showed.
     *
     * @throws \InvalidArgumentException with a sentence for the person who pasted it
     */
    public static function parse(string $text): self
    {
        if (!preg_match('~^([A-Za-z0-9]{1,64}):whsec_([A-Za-z0-9+/]+={0,2})$~D', trim($text), $parts)) {
            throw new \InvalidArgumentException(
                'A key looks like name:whsec_…; copy the whole line that Ratatosk\'s console shows.'
            );
        }
        $secret = base64_decode($parts[2], true);
        if ($secret === false || strlen($secret) < 24 || strlen($secret) > 64) {
            throw new \InvalidArgumentException('The key is cut short or damaged; copy it once more.');
        }
        return new self($parts[1], $secret);
    }

    /**
     * Reads several, one a line, the newest first; empty lines do not count.
     *
     * @return self[]
     * @throws \InvalidArgumentException as parse does
     */
    public static function parseAll(string $text): array
    {
        return array_map([self::class, 'parse'], preg_split('/\s+/', $text, -1, PREG_SPLIT_NO_EMPTY));
    }

    public function id(): string
    {
        return $this->id;
    }

    /** The secret's bytes. */
    public function secret(): string
    {
        return $this->secret;
    }

    /** Keeps the secret out of dumps. */
    public function __debugInfo(): array
    {
        return ['id' => $this->id];
    }
}
