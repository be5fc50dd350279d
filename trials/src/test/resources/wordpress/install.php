<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

// Installs the site and its people: admin, romeo and juliet (authors), nurse (subscriber); the password of each is NAME-password.
define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_install('Verona', 'admin', 'admin@example.test', true, '', 'admin-password');
update_option('permalink_structure', '/%year%/%monthnum%/%postname%/');
update_option('comment_previously_approved', '0');
update_option('default_pingback_flag', '0');
foreach (['romeo' => 'author', 'juliet' => 'author', 'nurse' => 'subscriber'] as $name => $role) {
    wp_insert_user(['user_login' => $name, 'user_pass' => $name . '-password', 'user_email' => $name . '@example.test',
        'display_name' => ucfirst($name), 'role' => $role]);
}
flush_rewrite_rules(false);
// What every site begins with is not ours.
wp_delete_post(1, true);
wp_delete_post(2, true);
foreach (['posts', 'comments'] as $table) {
    $wpdb->query("ALTER TABLE {$wpdb->$table} AUTO_INCREMENT = 100");
}
