<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Outbox;
use Ratatosk\Tables;

/**
 * Tells Ratatosk what is in the outbox, never in a page: after the answer has gone out, where the server of PHP can say so, or else in a
 * request of its own that the page only rings for. What fails is tried again by cron.
 */
final class Courier
{
    public const SWEPT = 'ratatosk_swept';
    private const MINUTELY = 'ratatosk_minutely';
    private const DAILY = 'ratatosk_daily';

    /** How long ringing may take, in seconds. */
    private const PATIENCE = 0.2;

    private Settings $settings;
    private Outbox $outbox;
    private Tables $tables;
    private bool $hasWork = false;

    public function __construct(Settings $settings, Outbox $outbox, Tables $tables)
    {
        $this->settings = $settings;
        $this->outbox = $outbox;
        $this->tables = $tables;
    }

    public function start(): void
    {
        add_action('shutdown', [$this, 'leave'], 1000);
        add_action(self::MINUTELY, [$this, 'minute']);
        add_action(self::DAILY, [$this, 'day']);
        add_action('rest_api_init', [$this, 'routes']);
        add_filter('cron_schedules', [$this, 'schedules']);
    }

    public function schedule(): void
    {
        add_filter('cron_schedules', [$this, 'schedules']);
        update_option(self::SWEPT, time(), false);
        if (!wp_next_scheduled(self::MINUTELY)) {
            wp_schedule_event(time() + 60, self::MINUTELY, self::MINUTELY);
        }
        if (!wp_next_scheduled(self::DAILY)) {
            wp_schedule_event(time() + 3600, 'daily', self::DAILY);
        }
    }

    public function unschedule(): void
    {
        wp_clear_scheduled_hook(self::MINUTELY);
        wp_clear_scheduled_hook(self::DAILY);
    }

    public function schedules(array $schedules): array
    {
        $schedules[self::MINUTELY] = ['interval' => 60, 'display' => __('Every minute', 'ratatosk')];
        return $schedules;
    }

    /** Something was put into the outbox. */
    public function hasWork(): void
    {
        $this->hasWork = true;
    }

    /** At the end of a page. */
    public function leave(): void
    {
        if (!$this->hasWork || $this->settings->client() === null) {
            return;
        }
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
            $this->send();
        } elseif (function_exists('litespeed_finish_request')) {
            litespeed_finish_request();
            $this->send();
        } else {
            $this->ring();
        }
    }

    /** Has a request of its own begin, without waiting for it. */
    private function ring(): void
    {
        $address = wp_parse_url(rest_url('ratatosk/v1/send'));
        $tls = ($address['scheme'] ?? '') === 'https';
        $host = (string) ($address['host'] ?? '');
        $port = (int) ($address['port'] ?? ($tls ? 443 : 80));
        $line = @stream_socket_client(($tls ? 'tls' : 'tcp') . "://$host:$port", $code, $error, self::PATIENCE);
        if ($line === false) {
            return;
        }
        stream_set_timeout($line, 0, (int) (self::PATIENCE * 1000000));
        $target = ($address['path'] ?? '/') . (isset($address['query']) ? '?' . $address['query'] : '');
        fwrite($line, "POST $target HTTP/1.0\r\nHost: $host:$port\r\nRatatosk-Ring: " . self::token() . "\r\nContent-Length: 0\r\n\r\n");
        fclose($line);
    }

    private static function token(): string
    {
        return hash_hmac('sha256', 'ring', wp_salt('auth'));
    }

    public function routes(): void
    {
        register_rest_route('ratatosk/v1', '/send', [
            'methods' => 'POST',
            'callback' => function (): \WP_REST_Response {
                ignore_user_abort(true);
                $this->send();
                return new \WP_REST_Response(null, 204);
            },
            'permission_callback' => static function (\WP_REST_Request $request): bool {
                return hash_equals(self::token(), (string) $request->get_header('ratatosk_ring'));
            },
        ]);
    }

    private function send(): void
    {
        $client = $this->settings->client();
        if ($client !== null) {
            $this->outbox->send($client, time());
        }
    }

    /** By cron: looks for events that are missing, and sends. */
    public function minute(): void
    {
        // What is younger may still be at work in another process.
        $to = time() - 60;
        $from = (int) get_option(self::SWEPT, $to);
        if ($to > $from) {
            do_action('ratatosk_sweep', $from, $to);
            update_option(self::SWEPT, $to, false);
        }
        $this->send();
        $this->hasWork = false;
    }

    /** By cron: forgets what is old. */
    public function day(): void
    {
        $this->tables->prune(time());
    }
}
