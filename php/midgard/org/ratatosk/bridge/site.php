<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Refusal;
use Ratatosk\Site;

/** What a Midgard site does for Ratatosk: buddies, where net.nehmer.buddylist is, and tells of them and of "my contacts". */
class org_ratatosk_bridge_site extends Site
{
    /** People with their lists on a page; each list may be long. */
    private const PEOPLE = 10;

    /** What is done, and whether the entry is the other's, who asked. */
    private const DEEDS = [
        'follow' => ['subscribe', false],
        'unfollow' => ['remove', false],
        'accept' => ['approve', true],
        'reject' => ['remove', true],
        'block' => ['block', true],
        'unblock' => ['unblock', true],
    ];

    public function buddy(string $as, string $does, string $other): void
    {
        if (!class_exists('net_nehmer_buddylist_entry')) {
            throw Refusal::notOffered('This site has no list of buddies.');
        }
        $own = self::person($as);
        $second = self::person($other);
        if ($own === null) {
            throw Refusal::forbidden('This site has no such member.');
        }
        if ($second === null) {
            throw Refusal::notFound('This site has no such member.');
        }
        [$what, $back] = self::DEEDS[$does];
        org_ratatosk_bridge_buddies::apply($what, $back ? $second : $own, $back ? $own : $second);
    }

    public function buddies(string $after, int $limit): array
    {
        $sudo = midcom::get()->auth->request_sudo('org.ratatosk.bridge');
        try {
            return self::page($after, $limit);
        } finally {
            if ($sudo) {
                midcom::get()->auth->drop_sudo();
            }
        }
    }

    private static function page(string $after, int $limit): array
    {
        $entries = class_exists('net_nehmer_buddylist_entry');
        if ($entries && strncmp($after, 'p', 1) !== 0) {
            [$items, $last] = org_ratatosk_bridge_buddies::page((int) $after, $limit);
            return ['items' => $items, 'next' => $last > 0 ? (string) $last : 'p0'];
        }
        [$items, $last] = org_ratatosk_bridge_mycontacts::page((int) substr($after, 1), self::PEOPLE);
        return ['items' => $items, 'next' => $last > 0 ? 'p' . $last : null];
    }

    private static function person(string $login): ?midcom_db_person
    {
        $user = midcom::get()->auth->get_user_by_name($login);
        return $user ? $user->get_storage() : null;
    }
}
