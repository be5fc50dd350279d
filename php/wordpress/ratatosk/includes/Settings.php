<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Client;
use Ratatosk\Key;

/** What the owner of the site has set. */
final class Settings
{
    public const OPTION = 'ratatosk';

    /** When Ratatosk was last here, in seconds. */
    public const CALLED = 'ratatosk_called';

    /** Where Ratatosk's pages are, or nothing. */
    public function address(): string
    {
        return (string) ($this->all()['address'] ?? '');
    }

    /** Keys as they were entered, one a line. */
    public function keyText(): string
    {
        return (string) ($this->all()['keys'] ?? '');
    }

    /** @return Key[] that are valid, the newest first */
    public function keys(): array
    {
        try {
            return Key::parseAll($this->keyText());
        } catch (\InvalidArgumentException $e) {
            return [];
        }
    }

    /** The way to Ratatosk, or null if it is not set yet. */
    public function client(): ?Client
    {
        $keys = $this->keys();
        return $this->address() === '' || $keys === [] ? null : new Client($this->address(), $keys[0], new WpTransport());
    }

    private function all(): array
    {
        $all = get_option(self::OPTION, []);
        return is_array($all) ? $all : [];
    }

    /** Notes that Ratatosk was here. */
    public function called(int $now): void
    {
        if ($now - (int) get_option(self::CALLED, 0) > 60) {
            update_option(self::CALLED, $now, false);
        }
    }

    public function delete(): void
    {
        delete_option(self::OPTION);
        delete_option(self::CALLED);
        delete_option(Courier::SWEPT);
    }
}
