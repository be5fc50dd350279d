<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/**
 * The list of buddies (net.nehmer.buddylist) and presence. An entry is directed: the account asks to see the buddy.
 *
 *     entry, not approved     Follow by the account; the buddy has to decide
 *     approved                Accept by the buddy: the account sees the buddy ("to" for the one, "from" for the other); two such are "both"
 *     rejected, deleted       Reject when the buddy does it, Undo when the account does
 *     blacklisted             Block by the buddy, whose decision it is
 */
class org_ratatosk_bridge_buddies
{
    private static bool $applying = false;

    public static function changed(net_nehmer_buddylist_entry $entry): void
    {
        [$account, $buddy] = self::people($entry);
        if (self::$applying || $account === null || $buddy === null) {
            return;
        }
        $bridge = org_ratatosk_bridge::get();
        $follow = ['type' => 'Follow', 'actor' => $account, 'object' => $buddy];
        if ($entry->blacklisted) {
            $bridge->tell('Block', $buddy, $account, $entry->guid);
        } elseif ($entry->isapproved) {
            $bridge->tell('Accept', $buddy, $follow, $entry->guid);
        } else {
            $bridge->tell('Follow', $account, $buddy, $entry->guid);
        }
    }

    public static function deleted(net_nehmer_buddylist_entry $entry): void
    {
        [$account, $buddy] = self::people($entry);
        if (self::$applying || $account === null || $buddy === null) {
            return;
        }
        $follow = ['type' => 'Follow', 'actor' => $account, 'object' => $buddy];
        $byBuddy = org_ratatosk_bridge::actor($account) === $buddy;
        org_ratatosk_bridge::get()->tell($byBuddy ? 'Reject' : 'Undo', $byBuddy ? $buddy : $account, $follow, $entry->guid);
    }

    /** @return array{?array, ?array} account and buddy */
    private static function people(net_nehmer_buddylist_entry $entry): array
    {
        return array_map(static function (string $guid): ?array {
            $person = org_ratatosk_bridge::byGuid($guid);
            return $person === null || org_ratatosk_bridge::username($person) === null ? null : org_ratatosk_bridge::person($person);
        }, [(string) $entry->account, (string) $entry->buddy]);
    }

    /**
     * Does what was done in a client, and tells nothing of it, since Ratatosk knows.
     *
     * @param string $what subscribe, approve, remove or block; subscribe and remove are the account's, the others the buddy's
     * @return bool whether there was anything to do
     */
    public static function apply(string $what, midcom_db_person $account, midcom_db_person $buddy): bool
    {
        self::$applying = true;
        $sudo = midcom::get()->auth->request_sudo('org.ratatosk.bridge');
        try {
            $entry = self::find($account, $buddy);
            if ($what === 'subscribe') {
                return $entry === null && self::create($account, $buddy);
            }
            return $entry !== null && self::decide($what, $entry);
        } finally {
            if ($sudo) {
                midcom::get()->auth->drop_sudo();
            }
            self::$applying = false;
        }
    }

    private static function create(midcom_db_person $account, midcom_db_person $buddy): bool
    {
        $entry = new net_nehmer_buddylist_entry();
        $entry->account = $account->guid;
        $entry->buddy = $buddy->guid;
        $entry->isapproved = false;
        $entry->blacklisted = false;
        return (bool) $entry->create();
    }

    private static function decide(string $what, net_nehmer_buddylist_entry $entry): bool
    {
        if ($what === 'approve' && !$entry->isapproved && !$entry->blacklisted) {
            $entry->approve();
            return true;
        }
        if ($what === 'remove') {
            return (bool) $entry->delete();
        }
        if ($what === 'block' && !$entry->blacklisted) {
            $entry->blacklisted = true;
            return (bool) $entry->update();
        }
        return false;
    }

    private static function find(midcom_db_person $account, midcom_db_person $buddy): ?net_nehmer_buddylist_entry
    {
        $query = net_nehmer_buddylist_entry::new_query_builder();
        $query->add_constraint('account', '=', $account->guid);
        $query->add_constraint('buddy', '=', $buddy->guid);
        return ($query->execute() ?: [])[0] ?? null;
    }
}
