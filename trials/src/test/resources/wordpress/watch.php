<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

// What the tests need to know of each request, and how they have a process end at a certain place.
add_filter('pre_wp_mail', '__return_true');
add_filter('pre_http_request', static function ($result, $arguments, $url) {
    file_put_contents('{folder}/connections.log', ($_SERVER['REQUEST_URI'] ?? 'cli') . ' ' . $url . "\n", FILE_APPEND | LOCK_EX);
    return $result;
}, 10, 3);
if (isset($_SERVER['HTTP_TEST_DIE_AT'])) {
    add_action($_SERVER['HTTP_TEST_DIE_AT'], static function (): void {
        posix_kill(getmypid(), 9);
    }, 5, 0);
}
if (isset($_SERVER['HTTP_TEST_FASTCGI'])) {
    // As if PHP ran behind a web server by FastCGI: it can end the answer before the process ends.
    function fastcgi_finish_request(): bool
    {
        file_put_contents('{folder}/connections.log', "the answer is out\n", FILE_APPEND | LOCK_EX);
        return true;
    }
}
