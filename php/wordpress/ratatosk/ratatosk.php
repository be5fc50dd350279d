<?php
/**
 * Plugin Name: Ratatosk
 * Description: Tells a Ratatosk server what happens on this site, so that people hear of it over XMPP, and lets members post and comment from there.
 * Version: 0.1.0
 * Requires at least: 5.6
 * Requires PHP: 7.4
 * License: GPL-2.0-or-later OR Apache-2.0
 * Text Domain: ratatosk
 *
 * SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0
 */

declare(strict_types=1);

namespace Ratatosk\WordPress;

if (!defined('ABSPATH')) {
    exit;
}

require __DIR__ . '/includes/autoload.php';

$plugin = new Plugin();
register_activation_hook(__FILE__, [$plugin, 'activate']);
register_deactivation_hook(__FILE__, [$plugin, 'deactivate']);
$plugin->start();
