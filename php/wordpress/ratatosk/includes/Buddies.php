<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Activity;

/** Friends of BuddyPress, where it is. Without it these hooks are never called. */
final class Buddies
{
    private Events $events;

    public function __construct(Events $events)
    {
        $this->events = $events;
    }

    public function start(): void
    {
        foreach (['requested' => 'Follow', 'accepted' => 'Accept', 'rejected' => 'Reject', 'withdrawn' => 'Undo'] as $hook => $type) {
            add_action('friends_friendship_' . $hook, function (int $id, $first, $second = null) use ($type): void {
                // The later two hooks tell of the friendship as one object.
                $row = is_object($first) ? $first : null;
                $this->tell($type, (int) ($row->initiator_user_id ?? $first), (int) ($row->friend_user_id ?? $second));
            }, 10, 3);
        }
        add_action('friends_friendship_deleted', function (int $id, int $initiator, int $friend): void {
            $this->tell('Undo', $initiator, $friend);
        }, 10, 3);
    }

    private function tell(string $type, int $initiator, int $friend): void
    {
        $asker = Things::userById($initiator);
        $asked = Things::userById($friend);
        $follow = ['type' => 'Follow', 'actor' => $asker, 'object' => $asked];
        $answer = $type === 'Accept' || $type === 'Reject';
        $actor = $answer ? $asked : Things::actor($asker);
        $this->events->add($type, $type === 'Follow' ? $asker : $actor, $type === 'Follow' ? $asked : $follow, "b$initiator-$friend");
    }
}
