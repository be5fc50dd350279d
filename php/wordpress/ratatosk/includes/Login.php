<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

/** Checks passwords by all the rules of the site, with the same work for names that do not exist. */
final class Login
{
    /** How many passwords are hashed in any case: that of the login, and those of two applications. */
    private const HASHES = 3;

    private int $hashes = 0;

    /** @return \WP_User|null null if it is wrong */
    public function check(string $user, string $password): ?\WP_User
    {
        $this->hashes = 0;
        $count = function ($good) {
            $this->hashes++;
            return $good;
        };
        add_filter('check_password', $count);
        // An address is no name: it would be a second name for the same member.
        $result = strpos($user, '@') === false || username_exists($user) ? wp_authenticate($user, $password) : null;
        $dummy = wp_hash_password('a password that nobody has');
        while ($this->hashes < self::HASHES) {
            wp_check_password($password, $dummy);
        }
        remove_filter('check_password', $count);
        return $result instanceof \WP_User && $result->user_login === sanitize_user($user) ? $result : null;
    }
}
