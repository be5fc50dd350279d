<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Activity;

/** Posts, comments and members of WordPress in the words of ActivityStreams, and their ids for life. */
final class Things
{
    private function __construct()
    {
    }

    /** Unlike guid and permalink this stays. */
    public static function postId(int $id): string
    {
        return home_url('?p=' . $id);
    }

    public static function commentId(int $id): string
    {
        return home_url('?c=' . $id);
    }

    public static function userId(int $id): string
    {
        return home_url('?author=' . $id);
    }

    /** The number in an id that one of the above gave, or 0. */
    public static function number(string $id, string $parameter): int
    {
        $start = home_url('?' . $parameter . '=');
        $rest = strncmp($id, $start, strlen($start)) === 0 ? substr($id, strlen($start)) : '';
        return preg_match('/^[1-9][0-9]{0,17}$/D', $rest) ? (int) $rest : 0;
    }

    /** Whether everybody may see a post, and Ratatosk is told of its kind. */
    public static function isShown(\WP_Post $post): bool
    {
        return self::isTold($post) && $post->post_status === 'publish' && $post->post_password === '';
    }

    /** Whether Ratatosk is told of posts of this kind. */
    public static function isTold(\WP_Post $post): bool
    {
        /** Which types of posts Ratatosk is told of. */
        return in_array($post->post_type, (array) apply_filters('ratatosk_post_types', ['post']), true);
    }

    public static function article(\WP_Post $post): array
    {
        $tags = wp_get_post_tags($post->ID, ['fields' => 'names']);
        return Activity::article(self::postId($post->ID), [
            'url' => (string) get_permalink($post),
            'name' => html_entity_decode(wp_strip_all_tags($post->post_title), ENT_QUOTES, 'UTF-8'),
            'content' => self::html($post->post_content),
            'author' => self::userById((int) $post->post_author),
            'tags' => is_array($tags) ? $tags : [],
            'to' => [Activity::EVERYBODY],
            'published' => self::seconds($post->post_date_gmt),
            'updated' => self::seconds($post->post_modified_gmt),
        ]);
    }

    public static function note(\WP_Comment $comment): array
    {
        $id = (int) $comment->comment_ID;
        $parent = (int) $comment->comment_parent;
        return Activity::note(
            self::commentId($id),
            self::postId((int) $comment->comment_post_ID),
            $parent > 0 ? self::commentId($parent) : null,
            [
                'url' => (string) get_comment_link($comment),
                'content' => wpautop($comment->comment_content),
                'author' => self::author($comment),
                'published' => self::seconds($comment->comment_date_gmt),
                'updated' => time(),
            ]
        );
    }

    /** Who wrote a comment. Who is no member has a name only: the e-mail address stays here. */
    public static function author(\WP_Comment $comment): array
    {
        $user = (int) $comment->user_id > 0 ? get_userdata((int) $comment->user_id) : false;
        return $user ? self::person($user) : Activity::person(null, $comment->comment_author ?: __('Anonymous', 'ratatosk'));
    }

    public static function userById(int $id): array
    {
        $user = get_userdata($id);
        return $user ? self::person($user) : Activity::person(null, __('Somebody', 'ratatosk'));
    }

    public static function person(\WP_User $user, array $more = []): array
    {
        return Activity::person($user->user_login, $user->display_name, self::userId($user->ID), $more);
    }

    /** A member with all that Ratatosk needs to know of one. */
    public static function member(\WP_User $user, array $more = []): array
    {
        $fields = ['active' => true, 'roles' => array_values($user->roles), 'url' => get_author_posts_url($user->ID)];
        $presence = get_user_meta($user->ID, Profile::PRESENCE, true);
        if (is_string($presence) && $presence !== '') {
            $fields['presence'] = $presence;
        }
        // Where a member has none there is to be none, and not the same figure for all.
        $picture = get_option('show_avatars') ? get_avatar_url($user->ID, ['size' => 192, 'default' => '404']) : false;
        $icon = $picture ? ['type' => 'Image', 'url' => $picture] : null;
        return self::person($user, $fields + $more) + ['icon' => $icon];
    }

    /** The person who does what is being done: who is logged in, or else the one given. */
    public static function actor(array $otherwise): array
    {
        $user = wp_get_current_user();
        return $user->exists() ? self::person($user) : $otherwise;
    }

    /** Content without the effects of other plugins, which may be slow or print at once. */
    private static function html(string $content): string
    {
        $html = has_blocks($content) ? do_blocks($content) : wpautop($content);
        return trim(strip_shortcodes($html));
    }

    private static function seconds(string $gmt): int
    {
        $seconds = $gmt === '' || $gmt === '0000-00-00 00:00:00' ? false : strtotime($gmt . ' UTC');
        return $seconds === false ? time() : $seconds;
    }
}
