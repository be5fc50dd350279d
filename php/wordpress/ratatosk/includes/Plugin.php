<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Outbox;
use Ratatosk\Tables;

/** Puts the plugin together. */
final class Plugin
{
    private Settings $settings;
    private WpDatabase $database;
    private Outbox $outbox;
    private Courier $courier;

    public function __construct()
    {
        global $wpdb;
        $this->settings = new Settings();
        $this->database = new WpDatabase($wpdb);
        $this->outbox = new Outbox($this->database, self::prefix());
        $this->courier = new Courier($this->settings, $this->outbox, new Tables($this->database, self::prefix()));
    }

    /** What the names of the plugin's tables begin with. */
    public static function prefix(): string
    {
        global $wpdb;
        return $wpdb->prefix . 'ratatosk_';
    }

    /** Hangs everything into WordPress. */
    public function start(): void
    {
        $events = new Events($this->outbox, $this->courier);
        $events->start();
        $buddies = new Buddies($events);
        $buddies->start();
        $this->courier->start();
        $credentials = new Credentials();
        $credentials->start();
        $site = new Site(new Login(), $credentials, $buddies);
        (new Api($this->settings, $site, $this->database))->start();
        (new Keyed($this->database))->start();
        (new SettingsPage($this->settings, $this->outbox))->start();
        (new Profile($this->settings, $credentials))->start();
        add_action('init', static function (): void {
            load_plugin_textdomain('ratatosk');
        });
    }

    /** When the plugin is turned on. */
    public function activate(): void
    {
        (new Tables($this->database, self::prefix()))->install();
        $this->courier->schedule();
    }

    /** When the plugin is turned off. What is in the tables stays. */
    public function deactivate(): void
    {
        $this->courier->unschedule();
    }

    /** Leaves nothing behind. */
    public function uninstall(): void
    {
        $this->courier->unschedule();
        (new Credentials())->revokeAll();
        (new Tables($this->database, self::prefix()))->uninstall();
        $this->settings->delete();
        delete_metadata('user', 0, Credentials::CHOICE, '', true);
        delete_metadata('user', 0, Profile::PRESENCE, '', true);
    }
}
