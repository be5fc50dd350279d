<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Activity;
use Ratatosk\Outbox;

/** Puts what happens on the site into the outbox. For each event a page pays one INSERT. */
final class Events
{
    private Outbox $outbox;
    private Courier $courier;

    /** @var int[] posts that get another author in this request */
    private array $reassigned = [];

    public function __construct(Outbox $outbox, Courier $courier)
    {
        $this->outbox = $outbox;
        $this->courier = $courier;
    }

    public function start(): void
    {
        add_action('wp_after_insert_post', [$this, 'postSaved'], 10, 4);
        add_action('before_delete_post', [$this, 'postDeleted'], 10, 1);
        add_action('wp_insert_comment', [$this, 'commentMade'], 10, 2);
        add_action('transition_comment_status', [$this, 'commentJudged'], 10, 3);
        add_action('edit_comment', [$this, 'commentEdited']);
        add_action('user_register', [$this, 'userMade']);
        add_action('profile_update', [$this, 'userChanged'], 10, 2);
        add_action('set_user_role', [$this, 'roleSet'], 10, 3);
        add_action('after_password_reset', [$this, 'passwordReset']);
        add_action('delete_user', [$this, 'userDeleted'], 10, 2);
        add_action('wpmu_delete_user', [$this, 'userDeleted']);
        add_action('deleted_user', [$this, 'authorsChanged']);
        add_action('ratatosk_sweep', [$this, 'sweep'], 10, 2);
    }

    /**
     * Keeps an event.
     *
     * @param array|string $object what it happened to
     * @param string $about the same in short, as p12
     * @param array|null $target what it is now, if it has another name
     */
    public function add(string $type, array $actor, $object, string $about, ?array $target = null): void
    {
        try {
            $activity = Activity::of($type, $actor, $object, time()) + ($target === null ? [] : ['target' => $target]);
            $this->outbox->add($activity, $about, time());
            $this->courier->hasWork();
        } catch (\RuntimeException $e) {
            // The page goes on; what is missing is found by the sweep.
            error_log('Ratatosk: an event could not be kept: ' . $e->getMessage());
        }
    }

    /** @param \WP_Post|null $before */
    public function postSaved(int $id, \WP_Post $post, bool $update, $before): void
    {
        $was = $before instanceof \WP_Post && Things::isShown($before);
        if (Things::isShown($post)) {
            $this->tellPost($was ? 'Update' : 'Create', $post);
            if (!$was) {
                $this->tellCommentsOf($id);
            }
        } elseif ($was) {
            $this->postGone($post);
        }
    }

    public function postDeleted(int $id): void
    {
        $post = get_post($id);
        if ($post instanceof \WP_Post && Things::isShown($post)) {
            $this->postGone($post);
        }
    }

    private function tellPost(string $type, \WP_Post $post): void
    {
        $this->add($type, Things::actor(Things::userById((int) $post->post_author)), Things::article($post), 'p' . $post->ID);
    }

    /** A post that comes back has its comments already, and no hook tells of each. */
    private function tellCommentsOf(int $post): void
    {
        foreach (get_comments(['post_id' => $post, 'status' => 'all', 'number' => 1000, 'order' => 'ASC']) as $comment) {
            $this->commentMade((int) $comment->comment_ID, $comment);
        }
    }

    private function postGone(\WP_Post $post): void
    {
        $tombstone = Activity::tombstone(Things::postId($post->ID), 'Article', time());
        $this->add('Delete', Things::actor(Things::userById((int) $post->post_author)), $tombstone, 'p' . $post->ID);
    }

    public function commentMade(int $id, \WP_Comment $comment): void
    {
        $types = ['1' => 'Create', '0' => 'Offer'];
        $type = $types[(string) $comment->comment_approved] ?? null;
        if ($type !== null) {
            $this->tellComment($type, $comment);
        }
    }

    /** Statuses come as words or as figures. */
    public function commentJudged(string $new, string $old, \WP_Comment $comment): void
    {
        $wasShown = in_array($old, ['approved', '1'], true);
        $wasHeld = in_array($old, ['unapproved', '0', 'hold'], true);
        if ($new === 'approved') {
            $this->tellComment($wasHeld ? 'Accept' : 'Create', $comment);
        } elseif ($new === 'unapproved') {
            $this->tellComment('Offer', $comment);
        } elseif ($wasHeld) {
            $this->tellComment('Reject', $comment);
        } elseif ($wasShown) {
            $this->tellComment('Delete', $comment);
        }
    }

    public function commentEdited(int $id): void
    {
        $comment = get_comment($id);
        if ($comment instanceof \WP_Comment) {
            $types = ['1' => 'Update', '0' => 'Offer'];
            $type = $types[(string) $comment->comment_approved] ?? null;
            if ($type !== null) {
                $this->tellComment($type, $comment);
            }
        }
    }

    private function tellComment(string $type, \WP_Comment $comment): void
    {
        $post = get_post((int) $comment->comment_post_ID);
        if (!in_array($comment->comment_type, ['', 'comment'], true) || !$post instanceof \WP_Post || !Things::isShown($post)) {
            return;
        }
        $id = (int) $comment->comment_ID;
        $gone = $type === 'Delete' || $type === 'Reject';
        $object = $gone ? Activity::tombstone(Things::commentId($id), 'Note', time()) : Things::note($comment);
        $author = Things::author($comment);
        $this->add($type, $type === 'Create' || $type === 'Offer' ? $author : Things::actor($author), $object, 'c' . $id);
    }

    public function userMade(int $id): void
    {
        $this->tellUser('Create', $id);
    }

    public function userChanged(int $id, \WP_User $before): void
    {
        $user = get_userdata($id);
        if ($user && $user->user_login !== $before->user_login) {
            $this->add('Move', Things::actor(Things::person($before)), Things::person($before), 'u' . $id, Things::person($user));
        }
        $this->tellUser('Update', $id, $user && $user->user_pass !== $before->user_pass);
    }

    /** The first role of a new member comes before the member is told of. */
    public function roleSet(int $id, string $role, array $before): void
    {
        if ($before !== []) {
            $this->tellUser('Update', $id);
        }
    }

    public function passwordReset(\WP_User $user): void
    {
        $this->tellUser('Update', $user->ID, true);
    }

    public function tellUser(string $type, int $id, bool $password = false): void
    {
        $user = get_userdata($id);
        if ($user) {
            $member = Things::member($user, $password ? ['passwordChanged' => Activity::time(time())] : []);
            $this->add($type, Things::actor(Things::person($user)), $member, 'u' . $id);
        }
    }

    /** @param int|null $reassign who gets the posts */
    public function userDeleted(int $id, $reassign = null): void
    {
        $user = get_userdata($id);
        if (!$user) {
            return;
        }
        $tombstone = Activity::tombstone(Things::userId($id), 'Person', time(), ['preferredUsername' => $user->user_login]);
        $this->add('Delete', Things::actor(Things::person($user)), $tombstone, 'u' . $id);
        if ($reassign !== null) {
            $this->reassigned = get_posts(['author' => $id, 'fields' => 'ids', 'numberposts' => 1000, 'post_type' => 'any']);
        }
    }

    /** No hook tells that posts got another author because the first is gone. */
    public function authorsChanged(): void
    {
        foreach ($this->reassigned as $id) {
            clean_post_cache($id);
            $post = get_post($id);
            if ($post instanceof \WP_Post && Things::isShown($post)) {
                $this->tellPost('Update', $post);
            }
        }
        $this->reassigned = [];
    }

    /**
     * Finds what was kept without its event, because the process ended between the two.
     *
     * @param int $from seconds
     * @param int $to seconds
     */
    public function sweep(int $from, int $to): void
    {
        global $wpdb;
        $window = [gmdate('Y-m-d H:i:s', $from), gmdate('Y-m-d H:i:s', $to)];
        $posts = "SELECT ID FROM {$wpdb->posts} WHERE post_status = 'publish' AND post_modified_gmt BETWEEN %s AND %s LIMIT 500";
        foreach ($wpdb->get_col($wpdb->prepare($posts, $window)) as $id) {
            $post = get_post((int) $id);
            if ($post instanceof \WP_Post && Things::isShown($post)
                && ($this->outbox->lastAbout('p' . $id) ?? 0) < (int) strtotime($post->post_modified_gmt . ' UTC')) {
                $this->tellPost('Update', $post);
            }
        }
        $comments = "SELECT comment_ID FROM {$wpdb->comments} WHERE comment_date_gmt BETWEEN %s AND %s LIMIT 500";
        foreach ($wpdb->get_col($wpdb->prepare($comments, $window)) as $id) {
            $comment = get_comment((int) $id);
            if ($comment instanceof \WP_Comment && $this->outbox->lastAbout('c' . $id) === null) {
                $this->commentMade((int) $id, $comment);
            }
        }
    }
}
