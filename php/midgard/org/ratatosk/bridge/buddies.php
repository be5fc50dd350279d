<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;

/**
 * The list of buddies (net.nehmer.buddylist) and presence. An entry is directed: the account asks to see the buddy.
 *
 *     entry, not approved     Follow by the account; the buddy has to decide
 *     approved                Accept by the buddy: the account sees the buddy ("to" for the one, "from" for the other); two such are "both"
 *     rejected, deleted       Reject when the buddy does it, Undo when the account does
 *     blacklisted             Block by the buddy, whose decision it is; Undo of it when it is no more
 */
class org_ratatosk_bridge_buddies
{
    /** That a block was told of. */
    private const BLOCKED = ['org.ratatosk.bridge', 'blocked'];

    private static bool $applying = false;

    public static function changed(net_nehmer_buddylist_entry $entry): void
    {
        [$account, $buddy] = self::people($entry);
        $blocked = (string) $entry->get_parameter(...self::BLOCKED) !== '';
        if ($blocked !== (bool) $entry->blacklisted) {
            $entry->set_parameter(self::BLOCKED[0], self::BLOCKED[1], $entry->blacklisted ? '1' : '');
        }
        if (self::$applying || $account === null || $buddy === null) {
            return;
        }
        $bridge = org_ratatosk_bridge::get();
        $follow = Activity::tie('Follow', $account, $buddy);
        if ($blocked && !$entry->blacklisted) {
            $bridge->tell('Undo', $buddy, Activity::tie('Block', $buddy, $account), $entry->guid);
        }
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
        if ($entry->blacklisted) {
            org_ratatosk_bridge::get()->tell('Undo', $buddy, Activity::tie('Block', $buddy, $account), $entry->guid);
        }
        $follow = Activity::tie('Follow', $account, $buddy);
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
     * @param string $what subscribe, approve, remove, block or unblock; subscribe is the account's, approve and blocks are the buddy's
     * @return bool whether there was anything to do
     */
    public static function apply(string $what, midcom_db_person $account, midcom_db_person $buddy): bool
    {
        self::$applying = true;
        $sudo = midcom::get()->auth->request_sudo('org.ratatosk.bridge');
        try {
            $entry = self::find($account, $buddy);
            if ($what === 'subscribe') {
                return $entry === null && self::create($account, $buddy, false);
            }
            if ($what === 'block' && $entry === null) {
                return self::create($account, $buddy, true);
            }
            return $entry !== null && self::decide($what, $entry);
        } finally {
            if ($sudo) {
                midcom::get()->auth->drop_sudo();
            }
            self::$applying = false;
        }
    }

    private static function create(midcom_db_person $account, midcom_db_person $buddy, bool $blacklisted): bool
    {
        $entry = new net_nehmer_buddylist_entry();
        $entry->account = $account->guid;
        $entry->buddy = $buddy->guid;
        $entry->isapproved = false;
        $entry->blacklisted = $blacklisted;
        return (bool) $entry->create();
    }

    private static function decide(string $what, net_nehmer_buddylist_entry $entry): bool
    {
        if ($what === 'approve' && !$entry->isapproved && !$entry->blacklisted) {
            $entry->approve();
            return true;
        }
        if ($what === 'remove') {
            // Who is blocked cannot end that by taking the request back.
            return !$entry->blacklisted && $entry->delete();
        }
        if (($what === 'block' && !$entry->blacklisted) || ($what === 'unblock' && $entry->blacklisted)) {
            $entry->blacklisted = $what === 'block';
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

    /**
     * Entries in the words of events, as they are now.
     *
     * @param int $after the number of the last one before
     * @return array{array[], int} and the number of the last one, or 0 if there are no more
     */
    public static function page(int $after, int $limit): array
    {
        $query = net_nehmer_buddylist_entry::new_query_builder();
        $query->add_constraint('id', '>', $after);
        $query->add_order('id');
        $query->set_limit($limit);
        $entries = $query->execute() ?: [];
        $items = [];
        foreach ($entries as $entry) {
            [$account, $buddy] = self::people($entry);
            if ($account === null || $buddy === null) {
                continue;
            }
            if ($entry->blacklisted) {
                $items[] = Activity::of('Block', $buddy, $account, (int) $entry->added);
            } elseif ($entry->isapproved) {
                $items[] = Activity::of('Accept', $buddy, Activity::tie('Follow', $account, $buddy), (int) $entry->added);
            } else {
                $items[] = Activity::of('Follow', $account, $buddy, (int) $entry->added);
            }
        }
        return [$items, count($entries) < $limit ? 0 : (int) end($entries)->id];
    }
}
