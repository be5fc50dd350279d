<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Failure;
use Ratatosk\Receiver;
use Ratatosk\Request;
use Ratatosk\Response;
use Ratatosk\Transport;

/** HTTP as WordPress does it, with the proxy and the authorities that the site has set. */
final class WpTransport implements Transport
{
    private const TIMEOUT = 5;

    public function send(Request $request): Response
    {
        $arguments = [
            'method' => $request->method,
            'headers' => $request->headers,
            'body' => $request->body,
            'timeout' => self::TIMEOUT,
            'redirection' => 0,
            'limit_response_size' => Receiver::LIMIT,
        ];
        if (defined('RATATOSK_AUTHORITY')) {
            $arguments['sslcertificates'] = RATATOSK_AUTHORITY;
        }
        $answer = wp_remote_request($request->target, $arguments);
        if (is_wp_error($answer)) {
            /* translators: %s: what went wrong, by WordPress */
            throw new Failure(sprintf(__('Ratatosk does not answer: %s', 'ratatosk'), $answer->get_error_message()), 0, true);
        }
        $headers = wp_remote_retrieve_headers($answer);
        return new Response(
            (int) wp_remote_retrieve_response_code($answer),
            array_map(static function ($value): string {
                return is_array($value) ? (string) end($value) : (string) $value;
            }, is_object($headers) ? $headers->getAll() : (array) $headers),
            wp_remote_retrieve_body($answer)
        );
    }
}
