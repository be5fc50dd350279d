<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Draft;
use Ratatosk\Made;
use Ratatosk\Refusal;
use Ratatosk\Reply;
use Ratatosk\Request;

/** What this site does for Ratatosk, by WordPress's own rules of who may do what. */
final class Site extends \Ratatosk\Site
{
    /** After so many seconds WordPress takes the next comment of somebody. */
    private const FLOOD = 15;

    private Login $login;
    private Credentials $credentials;
    private Buddies $buddies;

    public function __construct(Login $login, Credentials $credentials, Buddies $buddies)
    {
        $this->login = $login;
        $this->credentials = $credentials;
        $this->buddies = $buddies;
    }

    public function checkPassword(string $user, string $password): ?array
    {
        $found = $this->login->check($user, $password);
        return $found === null ? null : array_diff_key(Things::member($found), ['type' => 0, 'active' => 0, 'presence' => 0]);
    }

    public function credentials(string $user): array
    {
        $member = $this->member($user);
        return ['user' => $member->user_login, 'password' => $this->credentials->make($member)];
    }

    /** WordPress has looked at the application password already. */
    public function proves(string $as, Request $request): bool
    {
        $user = wp_get_current_user();
        return $user->exists() && $user->user_login === $as;
    }

    public function publish(string $as, Draft $draft): Made
    {
        $user = $this->member($as);
        if (!user_can($user, 'edit_posts')) {
            throw Refusal::forbidden(__('You may not post on this site.', 'ratatosk'));
        }
        $status = user_can($user, 'publish_posts') ? $this->status($draft) : 'pending';
        return $this->save(['post_author' => $user->ID, 'post_status' => $status], $draft);
    }

    public function edit(string $as, string $id, Draft $draft): Made
    {
        $post = $this->post($id);
        if ($post === null || $post->post_status === 'trash') {
            throw Refusal::notFound(__('There is no such post.', 'ratatosk'));
        }
        if (!user_can($this->member($as), 'edit_post', $post->ID)) {
            throw Refusal::forbidden(__('You may not change this post.', 'ratatosk'));
        }
        $shown = in_array($post->post_status, ['publish', 'private'], true);
        return $this->save(['ID' => $post->ID, 'post_status' => $shown ? $this->status($draft) : $post->post_status], $draft);
    }

    public function delete(string $as, string $id): void
    {
        $post = $this->post($id);
        if ($post === null || $post->post_status === 'trash') {
            return;
        }
        if (!user_can($this->member($as), 'delete_post', $post->ID)) {
            throw Refusal::forbidden(__('You may not delete this post.', 'ratatosk'));
        }
        wp_trash_post($post->ID);
    }

    public function comment(Reply $reply): Made
    {
        $post = $this->post($reply->post);
        $user = $reply->member === null ? null : $this->member($reply->member);
        if ($post === null || !(Things::isShown($post) || ($user !== null && user_can($user, 'read_post', $post->ID)))) {
            throw Refusal::notFound(__('There is no such post.', 'ratatosk'));
        }
        if (!comments_open($post)) {
            throw Refusal::forbidden(__('This post takes no comments.', 'ratatosk'));
        }
        if ($user === null && get_option('comment_registration')) {
            throw Refusal::forbidden(__('Only members may comment on this site.', 'ratatosk'));
        }
        return $this->keep($reply, $post, $user, $this->parent($reply, $post));
    }

    public function editComment(string $as, string $id, string $text): Made
    {
        $comment = $this->existing($id);
        $user = $this->member($as);
        $may = user_can($user, 'edit_comment', $comment->comment_ID);
        if (!$may && (int) $comment->user_id !== $user->ID) {
            throw Refusal::forbidden(__('You may not change this comment.', 'ratatosk'));
        }
        $fields = ['comment_ID' => $comment->comment_ID, 'comment_content' => esc_html($text)];
        if (!$may) {
            // New words by somebody who may not approve them are looked at like a new comment.
            $fields['comment_approved'] = check_comment($comment->comment_author, $comment->comment_author_email,
                $comment->comment_author_url, $text, $comment->comment_author_IP, $comment->comment_agent, 'comment') ? 1 : 0;
        }
        wp_update_comment(wp_slash($fields));
        return $this->commentMade((int) $comment->comment_ID);
    }

    public function deleteComment(string $as, string $id): void
    {
        $comment = get_comment(Things::number($id, 'c') ?: -1);
        if (!$comment instanceof \WP_Comment || $comment->comment_approved === 'trash') {
            return;
        }
        $user = $this->member($as);
        if (!user_can($user, 'edit_comment', $comment->comment_ID) && (int) $comment->user_id !== $user->ID) {
            throw Refusal::forbidden(__('You may not delete this comment.', 'ratatosk'));
        }
        wp_trash_comment($comment);
    }

    public function moderate(string $as, string $id, string $verdict): Made
    {
        $comment = $this->existing($id);
        $user = $this->member($as);
        if (!user_can($user, 'moderate_comments') && !user_can($user, 'edit_comment', $comment->comment_ID)) {
            throw Refusal::forbidden(__('You may not judge this comment.', 'ratatosk'));
        }
        wp_set_comment_status($comment->comment_ID, $verdict);
        return $this->commentMade((int) $comment->comment_ID);
    }

    public function like(string $as, string $kind, string $id, bool $likes): void
    {
        throw Refusal::notOffered(__('WordPress does not keep what people like.', 'ratatosk'));
    }

    public function buddy(string $as, string $does, string $other): void
    {
        $user = get_user_by('login', $other);
        if (!$user) {
            throw Refusal::notFound(__('This site has no such member.', 'ratatosk'));
        }
        $this->buddies->apply($this->member($as), $does, $user);
    }

    public function buddies(string $after, int $limit): array
    {
        return $this->buddies->page($after, $limit);
    }

    public function upload(string $as, string $name, string $type, string $data): array
    {
        if (!user_can($this->member($as), 'upload_files')) {
            throw Refusal::forbidden(__('You may not put files on this site.', 'ratatosk'));
        }
        $file = wp_upload_bits(sanitize_file_name($name), null, $data);
        if (!empty($file['error'])) {
            throw Refusal::unfit((string) $file['error']);
        }
        $id = wp_insert_attachment(['post_title' => sanitize_text_field($name), 'post_mime_type' => $file['type']], $file['file'], 0, true);
        if (is_wp_error($id)) {
            throw Refusal::unfit($id->get_error_message());
        }
        require_once ABSPATH . 'wp-admin/includes/image.php';
        wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file['file']));
        return ['id' => Things::postId($id), 'url' => $file['url']];
    }

    private function member(string $login): \WP_User
    {
        $user = get_user_by('login', $login);
        if (!$user) {
            throw Refusal::forbidden(__('This site has no such member.', 'ratatosk'));
        }
        return $user;
    }

    private function post(string $id): ?\WP_Post
    {
        $number = Things::number($id, 'p');
        $post = $number > 0 ? get_post($number) : null;
        return $post instanceof \WP_Post && Things::isTold($post) ? $post : null;
    }

    private function existing(string $id): \WP_Comment
    {
        $comment = get_comment(Things::number($id, 'c') ?: -1);
        if (!$comment instanceof \WP_Comment || $comment->comment_approved === 'trash') {
            throw Refusal::notFound(__('There is no such comment.', 'ratatosk'));
        }
        return $comment;
    }

    private function status(Draft $draft): string
    {
        if ($draft->visibility === 'friends') {
            throw Refusal::unfit(__('This site has no posts for friends only: choose public or private.', 'ratatosk'));
        }
        return $draft->visibility === 'public' ? 'publish' : 'private';
    }

    private function save(array $fields, Draft $draft): Made
    {
        $fields += [
            'post_type' => 'post',
            'post_title' => sanitize_text_field($draft->title),
            'post_content' => make_clickable(esc_html($draft->text)),
            'tags_input' => array_map('sanitize_text_field', $draft->tags),
        ];
        $id = isset($fields['ID']) ? wp_update_post(wp_slash($fields), true) : wp_insert_post(wp_slash($fields), true);
        if (is_wp_error($id)) {
            throw Refusal::unfit($id->get_error_message());
        }
        $post = get_post($id);
        $held = !in_array($post->post_status, ['publish', 'private', 'future'], true);
        return new Made(Things::postId($id), (string) get_permalink($post), (int) get_post_timestamp($post, 'modified'), $held);
    }

    private function parent(Reply $reply, \WP_Post $post): int
    {
        if ($reply->parent === null) {
            return 0;
        }
        $parent = get_comment(Things::number($reply->parent, 'c') ?: -1);
        if (!$parent instanceof \WP_Comment || (int) $parent->comment_post_ID !== $post->ID || $parent->comment_approved !== '1') {
            throw Refusal::notFound(__('There is no such comment.', 'ratatosk'));
        }
        return (int) $parent->comment_ID;
    }

    private function keep(Reply $reply, \WP_Post $post, ?\WP_User $user, int $parent): Made
    {
        $hold = static function ($approved) {
            return $approved === 1 || $approved === '1' ? 0 : $approved;
        };
        if ($reply->hold) {
            add_filter('pre_comment_approved', $hold, 1000);
        }
        // WordPress counts comments of guests by address of the machine, and all strangers come by way of Ratatosk's.
        $stranger = $user === null ? ['comment_author_IP' => ''] : [];
        $id = wp_new_comment(wp_slash($stranger + [
            'comment_post_ID' => $post->ID,
            'comment_parent' => $parent,
            'comment_content' => esc_html($reply->text),
            'user_id' => $user === null ? 0 : $user->ID,
            'comment_author' => $user === null ? (string) $reply->stranger : $user->display_name,
            'comment_author_email' => $user === null ? (string) is_email((string) $reply->stranger) : $user->user_email,
            'comment_author_url' => $user === null ? '' : $user->user_url,
            'comment_type' => 'comment',
        ]), true);
        remove_filter('pre_comment_approved', $hold, 1000);
        if (is_wp_error($id)) {
            throw $id->get_error_code() === 'comment_flood'
                ? Refusal::tooOften(wp_strip_all_tags($id->get_error_message()), self::FLOOD)
                : Refusal::unfit(wp_strip_all_tags($id->get_error_message()));
        }
        return $this->commentMade((int) $id);
    }

    private function commentMade(int $id): Made
    {
        $comment = get_comment($id);
        $at = (int) strtotime($comment->comment_date_gmt . ' UTC');
        return new Made(Things::commentId($id), (string) get_comment_link($comment), $at, $comment->comment_approved !== '1');
    }
}
