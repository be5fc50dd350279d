<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/*
 * Loads the parts for Midgard when they are first named. A site that loads classes by Composer can name this folder in a classmap
 * instead, but for the one class that has no name of its own, which is loaded here in any case.
 */

require_once __DIR__ . '/lib/autoload.php';

spl_autoload_register(static function (string $class): void {
    $files = [
        'org_ratatosk_bridge' => 'org/ratatosk/bridge/main.php',
        'org_ratatosk_bridge_interface' => 'org/ratatosk/bridge/midcom/interfaces.php',
        'org_openpsa_notifications_notifier_xmpp' => 'org/openpsa/notifications/notifier/xmpp.php',
        // Asked for when a person has a preference of their own; see the class.
        'org_openpsa_notifications_notifier_' => 'org/openpsa/notifications/notifier/preferred.php',
    ];
    if (isset($files[$class])) {
        require __DIR__ . '/' . $files[$class];
    } elseif (strncmp($class, 'org_ratatosk_bridge_', 20) === 0) {
        $file = __DIR__ . '/org/ratatosk/bridge/' . substr($class, 20) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
