<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Failure;
use Ratatosk\Key;
use Ratatosk\Outbox;

/** The page in the settings where the owner says where Ratatosk is, and sees whether all is well. */
final class SettingsPage
{
    private const PAGE = 'ratatosk';
    private const TEST = 'ratatosk_test';

    private Settings $settings;
    private Outbox $outbox;

    public function __construct(Settings $settings, Outbox $outbox)
    {
        $this->settings = $settings;
        $this->outbox = $outbox;
    }

    public function start(): void
    {
        add_action('admin_menu', function (): void {
            add_options_page('Ratatosk', 'Ratatosk', 'manage_options', self::PAGE, [$this, 'show']);
        });
        add_action('admin_init', function (): void {
            register_setting(self::PAGE, Settings::OPTION, ['type' => 'array', 'sanitize_callback' => [$this, 'sanitized']]);
        });
        add_action('admin_post_' . self::TEST, [$this, 'test']);
    }

    /** What is kept of what was entered. An empty key leaves the one before. */
    public function sanitized($entered): array
    {
        $entered = is_array($entered) ? $entered : [];
        $address = esc_url_raw(trim((string) ($entered['address'] ?? '')), ['https', 'http']);
        $keys = trim((string) ($entered['keys'] ?? ''));
        try {
            Key::parseAll($keys);
        } catch (\InvalidArgumentException $e) {
            add_settings_error(Settings::OPTION, 'key', __($e->getMessage(), 'ratatosk'));
            $keys = '';
        }
        return ['address' => untrailingslashit($address), 'keys' => $keys === '' ? $this->settings->keyText() : $keys];
    }

    public function show(): void
    {
        if (!current_user_can('manage_options')) {
            return;
        }
        echo '<div class="wrap"><h1>Ratatosk</h1>';
        $this->showResult();
        echo '<form method="post" action="options.php"><table class="form-table" role="presentation">';
        settings_fields(self::PAGE);
        $this->field('address', 'url', __('Address of Ratatosk', 'ratatosk'), $this->settings->address(), 'https://xmpp.example.org');
        $hint = $this->settings->keys() === []
            ? __('as Ratatosk\'s console shows it', 'ratatosk')
            : __('a key is set; enter another one to replace it', 'ratatosk');
        $this->field('keys', 'password', __('Key', 'ratatosk'), '', $hint);
        echo '</table>';
        submit_button();
        echo '</form>';
        $this->showState();
        printf('<form method="post" action="%s"><input type="hidden" name="action" value="%s">', esc_url(admin_url('admin-post.php')), esc_attr(self::TEST));
        wp_nonce_field(self::TEST);
        submit_button(__('Test the connection', 'ratatosk'), 'secondary');
        echo '</form></div>';
    }

    private function field(string $name, string $type, string $label, string $value, string $hint): void
    {
        printf(
            '<tr><th scope="row"><label for="ratatosk-%1$s">%3$s</label></th><td><input class="regular-text" id="ratatosk-%1$s"'
                . ' name="%6$s[%1$s]" type="%2$s" value="%4$s" autocomplete="off"><p class="description">%5$s</p></td></tr>',
            esc_attr($name),
            esc_attr($type),
            esc_html($label),
            esc_attr($value),
            esc_html($hint),
            esc_attr(Settings::OPTION)
        );
    }

    private function showState(): void
    {
        $called = (int) get_option(Settings::CALLED, 0);
        $state = $this->outbox->state();
        $lines = [
            /* translators: %s: an address */
            sprintf(__('Ratatosk reaches this site at %s', 'ratatosk'), rest_url(Api::SPACE)),
            $called === 0
                ? __('Ratatosk has not been here yet.', 'ratatosk')
                /* translators: %s: a time, as "2 minutes" */
                : sprintf(__('Ratatosk was last here %s ago.', 'ratatosk'), human_time_diff($called)),
            /* translators: %d: a number */
            sprintf(__('Events that Ratatosk was not told of yet: %d', 'ratatosk'), $this->outbox->waiting()),
            (string) $state['error'],
        ];
        echo '<ul class="ul-disc"><li>' . implode('</li><li>', array_map('esc_html', array_filter($lines))) . '</li></ul>';
    }

    /** The button. */
    public function test(): void
    {
        if (!current_user_can('manage_options')) {
            wp_die(esc_html__('You may not do this.', 'ratatosk'), 403);
        }
        check_admin_referer(self::TEST);
        [$good, $words] = $this->findings();
        set_transient(self::TEST . get_current_user_id(), [$good, $words], 60);
        wp_safe_redirect(admin_url('options-general.php?page=' . self::PAGE));
        exit;
    }

    /** @return array{bool, string} whether all is well, and what is to be said */
    private function findings(): array
    {
        $client = $this->settings->client();
        if ($this->settings->address() === '') {
            return [false, __('The address of Ratatosk is missing.', 'ratatosk')];
        }
        if ($client === null) {
            return [false, __('The key is missing. Ratatosk\'s console makes one and shows it once.', 'ratatosk')];
        }
        try {
            $client->events([]);
        } catch (Failure $e) {
            return [false, __($e->getMessage(), 'ratatosk')];
        }
        if (!wp_is_application_passwords_available()) {
            return [false, __('Ratatosk answers and takes the key, but this site has no application passwords, so members cannot post. Serve it by HTTPS.', 'ratatosk')];
        }
        $this->outbox->send($client, time(), true);
        return [true, __('Ratatosk answers and takes the key.', 'ratatosk')];
    }

    private function showResult(): void
    {
        $name = self::TEST . get_current_user_id();
        $result = get_transient($name);
        if (is_array($result)) {
            delete_transient($name);
            printf('<div class="notice notice-%s"><p>%s</p></div>', $result[0] ? 'success' : 'error', esc_html($result[1]));
        }
    }
}
