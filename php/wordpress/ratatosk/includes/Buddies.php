<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Activity;
use Ratatosk\Refusal;

/**
 * Friends of BuddyPress, where it is. Friends see each other: to Ratatosk each follows the other, and both agree. Without BuddyPress none of
 * its hooks is called, and nothing of this is offered.
 */
final class Buddies
{
    private Events $events;

    public function __construct(Events $events)
    {
        $this->events = $events;
    }

    public function start(): void
    {
        add_action('friends_friendship_requested', function (int $id, int $initiator, int $friend): void {
            $this->follow($initiator, $friend);
        }, 10, 3);
        add_action('friends_friendship_accepted', function (int $id, int $initiator, int $friend): void {
            $this->answer('Accept', $initiator, $friend, $friend);
            $this->follow($friend, $initiator);
            $this->answer('Accept', $friend, $initiator, $initiator);
        }, 10, 3);
        // The two tell of the friendship as one object.
        add_action('friends_friendship_rejected', function (int $id, object $row): void {
            $this->end((int) $row->initiator_user_id, (int) $row->friend_user_id, (int) $row->friend_user_id);
        }, 10, 2);
        add_action('friends_friendship_withdrawn', function (int $id, object $row): void {
            $this->end((int) $row->initiator_user_id, (int) $row->friend_user_id, (int) $row->initiator_user_id);
        }, 10, 2);
        add_action('friends_friendship_deleted', function (int $id, int $initiator, int $friend): void {
            $by = get_current_user_id();
            $this->end($initiator, $friend, $by);
            $this->end($friend, $initiator, $by);
        }, 10, 3);
    }

    private function follow(int $follower, int $followed): void
    {
        $this->events->add('Follow', Things::userById($follower), Things::userById($followed), "b$follower-$followed");
    }

    private function answer(string $type, int $follower, int $followed, int $by): void
    {
        $follow = Activity::tie('Follow', Things::userById($follower), Things::userById($followed));
        $this->events->add($type, Things::userById($by), $follow, "b$follower-$followed");
    }

    /** It is over: by the one who was followed, or by the follower, as whom those act who are neither. */
    private function end(int $follower, int $followed, int $by): void
    {
        $this->answer($by === $followed ? 'Reject' : 'Undo', $follower, $followed, $by === $followed ? $followed : $follower);
    }

    /** @throws Refusal if there is no BuddyPress with friends */
    private static function needed(): void
    {
        if (!function_exists('friends_add_friend') || !function_exists('buddypress')) {
            throw Refusal::notOffered(__('This site has no BuddyPress with friends.', 'ratatosk'));
        }
    }

    /** Does as a member what that member did about another; see \Ratatosk\Site. */
    public function apply(\WP_User $as, string $does, \WP_User $other): void
    {
        self::needed();
        if ($does === 'block' || $does === 'unblock') {
            throw Refusal::notOffered(__('Nobody can be blocked on this site.', 'ratatosk'));
        }
        // BuddyPress looks at its own note of who is logged in, which it may have taken before Ratatosk was known to act for somebody.
        $before = buddypress()->loggedin_user->id ?? 0;
        buddypress()->loggedin_user->id = $as->ID;
        try {
            $done = $this->does($as->ID, $does, $other->ID);
        } finally {
            buddypress()->loggedin_user->id = $before;
        }
        if (!$done) {
            throw Refusal::forbidden(__('BuddyPress does not let you do that.', 'ratatosk'));
        }
    }

    private function does(int $as, string $does, int $other): bool
    {
        $wanted = $does === 'follow' || $does === 'accept';
        switch ((string) friends_check_friendship_status($as, $other)) {
            case 'is_friend':
                return $wanted || (bool) friends_remove_friend($as, $other);
            case 'pending':
                return $does !== 'unfollow' || (bool) friends_withdraw_friendship($as, $other);
            case 'awaiting_response':
                $id = (int) friends_get_friendship_id($other, $as);
                return $wanted ? (bool) friends_accept_friendship($id) : $does !== 'reject' || (bool) friends_reject_friendship($id);
            default:
                return $does !== 'follow' || (bool) friends_add_friend($as, $other);
        }
    }

    /** A page of all friends and of all requests that are open; see \Ratatosk\Site. */
    public function page(string $after, int $limit): array
    {
        global $wpdb;
        self::needed();
        $table = buddypress()->friends->table_name;
        $rows = $wpdb->get_results($wpdb->prepare("SELECT * FROM $table WHERE id > %d ORDER BY id LIMIT %d", (int) $after, $limit));
        $items = [];
        foreach ($rows as $row) {
            $one = Things::userById((int) $row->initiator_user_id);
            $other = Things::userById((int) $row->friend_user_id);
            $at = (int) strtotime($row->date_created . ' UTC');
            if ((int) $row->is_confirmed === 1) {
                $items[] = Activity::of('Accept', $other, Activity::tie('Follow', $one, $other), $at);
                $items[] = Activity::of('Accept', $one, Activity::tie('Follow', $other, $one), $at);
            } else {
                $items[] = Activity::of('Follow', $one, $other, $at);
            }
        }
        return ['items' => $items, 'next' => count($rows) < $limit ? null : (string) end($rows)->id];
    }
}
