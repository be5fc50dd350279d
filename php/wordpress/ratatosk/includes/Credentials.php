<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Refusal;

/**
 * Application passwords by which Ratatosk acts as a member: at most one for each, named "Ratatosk" on the member's profile page, and good
 * for posts, comments and files only. A member who deletes it has said no, and who may manage the site has to say yes first.
 */
final class Credentials
{
    /** What the member has chosen: yes, no, or nothing. */
    public const CHOICE = 'ratatosk_acting';

    /** By this, and not by the name, the password is known again. */
    private const APPLICATION = '60b48a11-e4d6-4b7d-967b-fb2d1b64d431';

    private const ROUTES = '~^/(?:wp/v2/(?:posts|comments|media|tags|categories|users/me)(?:/|$)|ratatosk/v1/)~';

    private bool $replacing = false;
    private bool $inUse = false;

    public function start(): void
    {
        add_action('wp_delete_application_password', [$this, 'deleted'], 10, 2);
        add_action('application_password_did_authenticate', [$this, 'used'], 10, 2);
        add_action('wp_authenticate_application_password_errors', [$this, 'refuseElsewhere'], 10, 3);
        add_filter('rest_pre_dispatch', [$this, 'keepToRoutes'], 1, 3);
    }

    /** Whether Ratatosk may act as this member. */
    public function allowed(\WP_User $user): bool
    {
        $choice = get_user_meta($user->ID, self::CHOICE, true);
        return $choice === 'yes' || ($choice !== 'no' && !user_can($user, 'manage_options'));
    }

    public function exists(int $user): bool
    {
        return $this->find($user) !== null;
    }

    /**
     * Makes one in place of the one before.
     *
     * @throws Refusal if the member or the site does not let it
     */
    public function make(\WP_User $user): string
    {
        if (!wp_is_application_passwords_available_for_user($user)) {
            throw Refusal::forbidden(__('This site has no application passwords; it may have to be served by HTTPS.', 'ratatosk'));
        }
        if (!$this->allowed($user)) {
            throw Refusal::forbidden(
                sprintf(
                    /* translators: %s: the address of the profile page */
                    __('You have not allowed Ratatosk to post for you. You can do so on your profile page: %s', 'ratatosk'),
                    get_edit_profile_url($user->ID)
                )
            );
        }
        $this->remove($user->ID);
        $made = \WP_Application_Passwords::create_new_application_password(
            $user->ID,
            ['name' => 'Ratatosk', 'app_id' => self::APPLICATION]
        );
        if (is_wp_error($made)) {
            throw Refusal::unfit($made->get_error_message());
        }
        return $made[0];
    }

    /** Notes what a member has chosen. */
    public function choose(int $user, bool $yes): void
    {
        update_user_meta($user, self::CHOICE, $yes ? 'yes' : 'no');
        if (!$yes) {
            $this->remove($user);
        }
    }

    public function deleted(int $user, array $item): void
    {
        if (!$this->replacing && ($item['app_id'] ?? '') === self::APPLICATION) {
            update_user_meta($user, self::CHOICE, 'no');
        }
    }

    public function used(\WP_User $user, array $item): void
    {
        $this->inUse = ($item['app_id'] ?? '') === self::APPLICATION;
    }

    public function refuseElsewhere(\WP_Error $error, \WP_User $user, array $item): void
    {
        if (($item['app_id'] ?? '') === self::APPLICATION && defined('XMLRPC_REQUEST') && XMLRPC_REQUEST) {
            $error->add('ratatosk_route', __('This password is for the REST API only.', 'ratatosk'));
        }
    }

    /** Whatever the member may do: with this password only what Ratatosk needs. */
    public function keepToRoutes($result, \WP_REST_Server $server, \WP_REST_Request $request)
    {
        if ($this->inUse && !preg_match(self::ROUTES, $request->get_route())) {
            return new \WP_Error(
                'ratatosk_route',
                __('This password is for posts, comments and files only.', 'ratatosk'),
                ['status' => 403]
            );
        }
        return $result;
    }

    public function revokeAll(): void
    {
        $users = get_users(['meta_key' => '_application_passwords', 'fields' => 'ID', 'blog_id' => 0]);
        foreach ($users as $user) {
            $this->remove((int) $user);
        }
    }

    private function remove(int $user): void
    {
        $this->replacing = true;
        for ($uuid = $this->find($user); $uuid !== null; $uuid = $this->find($user)) {
            \WP_Application_Passwords::delete_application_password($user, $uuid);
        }
        $this->replacing = false;
    }

    private function find(int $user): ?string
    {
        foreach (\WP_Application_Passwords::get_user_application_passwords($user) as $item) {
            if (($item['app_id'] ?? '') === self::APPLICATION) {
                return $item['uuid'];
            }
        }
        return null;
    }
}
