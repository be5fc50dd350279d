<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** What happens on a site, in the words of ActivityStreams 2.0. Each function gives an array that Outbox::add takes, or a part of one. */
final class Activity
{
    public const CONTEXT = 'https://www.w3.org/ns/activitystreams';

    /** Who may see it: everybody. */
    public const EVERYBODY = 'as:Public';

    /** What marks a notification in the outbox. */
    public const NOTIFICATION = 'notification';

    private function __construct()
    {
    }

    /**
     * A message of the site's own notification service: not something that happened, but kept and sent like it; see Client::notify.
     *
     * @param array $message the fields of that
     */
    public static function notification(array $message): array
    {
        return ['type' => 'Notification', 'message' => ['key' => self::uuid()] + $message];
    }

    /**
     * Something happened: Create, Update, Delete, Offer, Accept, Reject, Undo, Follow, Block, Like, Move.
     *
     * @param array $actor who did it; see person
     * @param array|string $object what it was done to, or its id
     * @param int $at when, in seconds
     */
    public static function of(string $type, array $actor, $object, int $at): array
    {
        return [
            '@context' => self::CONTEXT,
            'id' => 'urn:uuid:' . self::uuid(),
            'type' => $type,
            'published' => self::time($at),
            'actor' => $actor,
            'object' => $object,
        ];
    }

    /**
     * Somebody. Who is no member has a name only.
     *
     * @param string|null $login the member's name
     * @param array $more other fields, such as roles and active
     */
    public static function person(?string $login, string $name, ?string $id = null, array $more = []): array
    {
        return array_filter(
            ['type' => 'Person', 'id' => $id, 'preferredUsername' => $login, 'name' => $name] + $more,
            static function ($value): bool {
                return $value !== null;
            }
        );
    }

    /**
     * A post.
     *
     * @param array{url?: string, name?: string, content?: string, text?: string, tags?: string[], to?: string[],
     *     published?: int, updated?: int, author?: array} $fields content is HTML, text the same in plain words, times in seconds
     */
    public static function article(string $id, array $fields): array
    {
        return self::words('Article', $id, $fields);
    }

    /** A comment on a post, which answers the post or another comment. The fields are those of an article. */
    public static function note(string $id, string $post, ?string $parent, array $fields): array
    {
        return self::words('Note', $id, $fields) + ['inReplyTo' => $parent ?? $post, 'context' => $post];
    }

    /**
     * That somebody follows somebody, or blocks somebody, as the object of an answer to it, or of its end.
     *
     * @param string $type Follow or Block
     */
    public static function tie(string $type, array $actor, array $object): array
    {
        return ['type' => $type, 'actor' => $actor, 'object' => $object];
    }

    /** What is left of something that was deleted. */
    public static function tombstone(string $id, string $formerType, int $at, array $more = []): array
    {
        return ['type' => 'Tombstone', 'id' => $id, 'formerType' => $formerType, 'deleted' => self::time($at)] + $more;
    }

    /** A time as RFC 3339 writes it, in UTC. */
    public static function time(int $at): string
    {
        return gmdate('Y-m-d\TH:i:s\Z', $at);
    }

    private static function words(string $type, string $id, array $fields): array
    {
        $object = ['type' => $type, 'id' => $id, 'mediaType' => 'text/html', 'content' => (string) ($fields['content'] ?? '')];
        foreach (['url', 'name', 'to'] as $same) {
            if (isset($fields[$same])) {
                $object[$same] = $fields[$same];
            }
        }
        foreach (['published', 'updated'] as $time) {
            if (isset($fields[$time])) {
                $object[$time] = self::time($fields[$time]);
            }
        }
        if (isset($fields['text'])) {
            $object['source'] = ['content' => $fields['text'], 'mediaType' => 'text/plain'];
        }
        if (isset($fields['author'])) {
            $object['attributedTo'] = $fields['author'];
        }
        if (isset($fields['tags'])) {
            $object['tag'] = array_map(static function (string $tag): array {
                return ['type' => 'Hashtag', 'name' => '#' . $tag];
            }, array_values($fields['tags']));
        }
        return $object;
    }

    private static function uuid(): string
    {
        $bytes = random_bytes(16);
        $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
        $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);
        return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
    }
}
