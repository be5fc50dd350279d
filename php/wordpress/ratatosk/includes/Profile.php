<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

/** What members choose on their profile page. */
final class Profile
{
    /** Who sees on the site whether the member is there. */
    public const PRESENCE = 'ratatosk_presence';

    private Settings $settings;
    private Credentials $credentials;

    public function __construct(Settings $settings, Credentials $credentials)
    {
        $this->settings = $settings;
        $this->credentials = $credentials;
    }

    public function start(): void
    {
        add_action('show_user_profile', [$this, 'show']);
        add_action('personal_options_update', [$this, 'save']);
    }

    public function show(\WP_User $user): void
    {
        echo '<h2>Ratatosk</h2><table class="form-table" role="presentation">';
        printf(
            '<tr><th scope="row">%s</th><td><label><input type="checkbox" name="ratatosk_acting" value="yes"%s> %s</label>'
                . '<p class="description">%s</p></td></tr>',
            esc_html__('Posting by message', 'ratatosk'),
            checked($this->credentials->allowed($user), true, false),
            esc_html__('Ratatosk may post and comment for me when I write to it.', 'ratatosk'),
            $this->credentials->exists($user->ID)
                ? esc_html__('It has an application password for this, which is in the list below as "Ratatosk".', 'ratatosk')
                : esc_html__('It will ask for an application password when you post for the first time.', 'ratatosk')
        );
        $this->showPresence((string) get_user_meta($user->ID, self::PRESENCE, true));
        if ($this->settings->address() !== '') {
            printf(
                '<tr><th scope="row">%s</th><td><a href="%s">%s</a></td></tr>',
                esc_html__('Alerts', 'ratatosk'),
                esc_url($this->settings->address()),
                esc_html__('Choose what you want to hear of', 'ratatosk')
            );
        }
        echo '</table>';
        wp_nonce_field('ratatosk_profile', 'ratatosk_nonce');
    }

    private function showPresence(string $chosen): void
    {
        printf('<tr><th scope="row"><label for="ratatosk-presence">%s</label></th><td>', esc_html__('Who sees whether I am online', 'ratatosk'));
        echo '<select id="ratatosk-presence" name="ratatosk_presence">';
        foreach (self::choices() as $value => $label) {
            printf('<option value="%s"%s>%s</option>', esc_attr($value), selected($chosen ?: 'nobody', $value, false), esc_html($label));
        }
        echo '</select></td></tr>';
    }

    private static function choices(): array
    {
        return [
            'nobody' => __('Nobody on this site', 'ratatosk'),
            'members' => __('Members', 'ratatosk'),
            'everybody' => __('Everybody', 'ratatosk'),
        ];
    }

    public function save(int $id): void
    {
        $nonce = sanitize_text_field(wp_unslash($_POST['ratatosk_nonce'] ?? ''));
        $user = get_userdata($id);
        if (!wp_verify_nonce($nonce, 'ratatosk_profile') || !$user || $id !== get_current_user_id()) {
            return;
        }
        $yes = ($_POST['ratatosk_acting'] ?? '') === 'yes';
        if ($yes !== $this->credentials->allowed($user)) {
            $this->credentials->choose($id, $yes);
        }
        $presence = sanitize_key($_POST['ratatosk_presence'] ?? 'nobody');
        $before = (string) get_user_meta($id, self::PRESENCE, true);
        if (isset(self::choices()[$presence]) && $presence !== ($before ?: 'nobody')) {
            // The event that tells of the profile comes right after this.
            update_user_meta($id, self::PRESENCE, $presence);
        }
    }
}
