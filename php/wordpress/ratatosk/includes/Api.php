<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Database;
use Ratatosk\Json;
use Ratatosk\Receiver;
use Ratatosk\Request;
use Ratatosk\Response;

/** The addresses that Ratatosk calls, below wp-json/ratatosk/v1. */
final class Api
{
    public const SPACE = 'ratatosk/v1';
    private const PATHS = '/(?P<path>events|password|credentials|media|likes|buddies|posts(?:/edit|/delete)?|comments(?:/edit|/delete|/moderate)?)';

    private Settings $settings;
    private Site $site;
    private Database $database;

    public function __construct(Settings $settings, Site $site, Database $database)
    {
        $this->settings = $settings;
        $this->site = $site;
        $this->database = $database;
    }

    public function start(): void
    {
        add_action('rest_api_init', function (): void {
            register_rest_route(self::SPACE, self::PATHS, [
                'methods' => ['GET', 'POST'],
                'callback' => [$this, 'answer'],
                // The signature is looked at with the request.
                'permission_callback' => '__return_true',
            ]);
        });
        add_filter('rest_post_dispatch', [$this, 'problem'], 10, 3);
    }

    public function answer(\WP_REST_Request $rest): \WP_REST_Response
    {
        $request = Request::received();
        $request->body = (string) $rest->get_body();
        $receiver = new Receiver($this->settings->keys(), $this->site, $this->database, Plugin::prefix());
        $response = $receiver->answer($request, '/' . $rest['path'], $rest->get_query_params());
        if ($response->status !== 401) {
            $this->settings->called(time());
        }
        return self::rest($response);
    }

    private static function rest(Response $response): \WP_REST_Response
    {
        $rest = new \WP_REST_Response(Json::read($response->body), $response->status);
        foreach ($response->headers as $name => $value) {
            $rest->header(ucwords($name, '-'), $value);
        }
        $rest->header('Cache-Control', 'no-store');
        return $rest;
    }

    /** WordPress's own refusals at these addresses in the form of the others. It says 401 of members; here that would be about the key. */
    public function problem($response, \WP_REST_Server $server, \WP_REST_Request $request)
    {
        $data = $response instanceof \WP_REST_Response ? $response->get_data() : null;
        if (strncmp($request->get_route(), '/' . self::SPACE . '/', 13) !== 0 || !isset($data['code'], $data['message'])) {
            return $response;
        }
        $status = $response->get_status() === 401 ? 403 : $response->get_status();
        return self::rest(Response::problem($status, wp_strip_all_tags((string) $data['message'])));
    }
}
