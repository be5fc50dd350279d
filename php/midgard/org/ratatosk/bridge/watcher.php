<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;

/** Tells of articles, comments and people. What is seen of the site by everybody is told, and nothing else. */
class org_ratatosk_bridge_watcher
{
    public static function changed(string $type, midcom_core_dbaobject $object): void
    {
        if ($object instanceof net_nehmer_buddylist_entry) {
            org_ratatosk_bridge_buddies::changed($object);
        } elseif ($object instanceof net_nehmer_comments_comment) {
            self::comment($type, $object);
        } elseif ($object instanceof midcom_db_person) {
            self::member($type, $object);
        } elseif ($object instanceof midcom_db_article) {
            self::article($type, $object);
        }
    }

    public static function deleted(midcom_core_dbaobject $object): void
    {
        $types = ['midcom_db_article' => 'Article', 'net_nehmer_comments_comment' => 'Note', 'midcom_db_person' => 'Person'];
        if ($object instanceof net_nehmer_buddylist_entry) {
            org_ratatosk_bridge_buddies::deleted($object);
            return;
        }
        foreach ($types as $class => $type) {
            if ($object instanceof $class) {
                $more = $object instanceof midcom_db_person ? ['preferredUsername' => org_ratatosk_bridge::username($object)] : [];
                self::gone($object->guid, $type, $more);
            }
        }
    }

    private static function gone(string $guid, string $type, array $more = []): void
    {
        $actor = org_ratatosk_bridge::actor(Activity::person(null, 'somebody'));
        org_ratatosk_bridge::get()->tell('Delete', $actor, Activity::tombstone('urn:midgard:' . $guid, $type, time(), $more), $guid);
    }

    private static function article(string $type, midcom_db_article $article): void
    {
        if (!$article->metadata->is_visible() || !$article->metadata->is_approved()) {
            // It may have been seen until now; one that is not known is forgotten in vain.
            if ($type === 'Update') {
                self::gone($article->guid, 'Article');
            }
            return;
        }
        $author = self::author((string) $article->metadata->creator);
        $object = Activity::article('urn:midgard:' . $article->guid, [
            'url' => midcom::get()->permalinks->create_permalink($article->guid),
            'name' => (string) $article->title,
            'content' => (string) $article->content,
            'author' => $author,
            'published' => (int) $article->metadata->published,
            'updated' => time(),
        ]);
        org_ratatosk_bridge::get()->tell($type, org_ratatosk_bridge::actor($author), $object, $article->guid);
    }

    private static function comment(string $type, net_nehmer_comments_comment $comment): void
    {
        $status = (int) $comment->status;
        if ($status <= net_nehmer_comments_comment::ABUSE) {
            $type = 'Reject';
        } elseif ($status === net_nehmer_comments_comment::REPORTED_ABUSE
            && !in_array($status, net_nehmer_comments_comment::get_default_status(), true)) {
            $type = 'Offer';
        } elseif ($type === 'Update' && $status === net_nehmer_comments_comment::MODERATED) {
            $type = 'Accept';
        }
        $member = self::byCreator((string) $comment->metadata->creator);
        $author = $member === null ? Activity::person(null, (string) $comment->author) : org_ratatosk_bridge::person($member);
        $object = Activity::note('urn:midgard:' . $comment->guid, 'urn:midgard:' . $comment->objectguid, null, [
            'url' => midcom::get()->permalinks->create_permalink($comment->objectguid),
            'name' => (string) $comment->title,
            'content' => nl2br(htmlspecialchars((string) $comment->content, ENT_QUOTES, 'UTF-8')),
            'author' => $author,
            'published' => (int) $comment->metadata->published,
            'updated' => time(),
        ]);
        $judged = $type === 'Accept' || $type === 'Reject';
        org_ratatosk_bridge::get()->tell($type, $judged ? org_ratatosk_bridge::actor($author) : $author, $object, $comment->guid);
    }

    /** People who cannot log in are no members. */
    private static function member(string $type, midcom_db_person $person): void
    {
        if (org_ratatosk_bridge::username($person) !== null) {
            $member = org_ratatosk_bridge::person($person);
            org_ratatosk_bridge::get()->tell($type, org_ratatosk_bridge::actor($member), $member, $person->guid);
        }
    }

    private static function author(string $creator): array
    {
        $person = self::byCreator($creator);
        return $person === null ? Activity::person(null, 'somebody') : org_ratatosk_bridge::person($person);
    }

    private static function byCreator(string $guid): ?midcom_db_person
    {
        return $guid === '' ? null : org_ratatosk_bridge::byGuid($guid);
    }
}
