<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Database;
use Ratatosk\Once;
use Ratatosk\Refusal;

/**
 * Idempotency-Key for WordPress's own REST: what makes a post, a comment or a file with a key makes it once. The key goes into the same
 * transaction as what it makes, and what tells of it.
 */
final class Keyed
{
    private const ROUTES = '~^/wp/v2/(?:posts|comments|media)/?$~';

    private Once $once;
    private ?\WP_REST_Request $request = null;
    private string $key = '';

    public function __construct(Database $database)
    {
        $this->once = new Once($database, Plugin::prefix());
    }

    public function start(): void
    {
        add_filter('rest_pre_dispatch', [$this, 'begin'], 100, 3);
        add_filter('rest_post_dispatch', [$this, 'end'], 1, 3);
    }

    public function begin($result, \WP_REST_Server $server, \WP_REST_Request $request)
    {
        $key = (string) $request->get_header('idempotency_key');
        if ($result !== null || $this->request !== null || $key === '' || $request->get_method() !== 'POST'
            || !preg_match(self::ROUTES, $request->get_route()) || !is_user_logged_in()) {
            return $result;
        }
        $key = get_current_user_id() . ' ' . rtrim($request->get_route(), '/') . ' ' . $key;
        try {
            $before = $this->once->begin($key, time());
        } catch (Refusal $refusal) {
            return new \WP_Error('ratatosk_busy', $refusal->getMessage(), ['status' => 503]);
        }
        if ($before !== null) {
            return $this->again($request, $before);
        }
        $this->request = $request;
        $this->key = $key;
        return null;
    }

    public function end($response, \WP_REST_Server $server, \WP_REST_Request $request)
    {
        if ($this->request !== $request) {
            return $response;
        }
        $this->request = null;
        $data = $response->get_data();
        if ($response->get_status() === 201 && isset($data['id'])) {
            $this->once->done($this->key, ['id' => $data['id']]);
        } else {
            $this->once->undone($this->key);
        }
        return $response;
    }

    /** What the key made the first time, as it is now. */
    private function again(\WP_REST_Request $request, array $before): \WP_REST_Response
    {
        $look = new \WP_REST_Request('GET', rtrim($request->get_route(), '/') . '/' . (int) $before['id']);
        $look->set_param('context', 'edit');
        $response = rest_do_request($look);
        if ($response->is_error()) {
            return new \WP_REST_Response(['id' => (int) $before['id'], 'status' => 'gone'], 200);
        }
        $response->set_status(200);
        return $response;
    }
}
