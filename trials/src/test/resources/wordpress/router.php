<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

// What a web server does: files as they are, all else to WordPress.
$root = $_SERVER['DOCUMENT_ROOT'];
$file = $root . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (is_dir($file)) {
    $file = rtrim($file, '/') . '/index.php';
}
if (!is_file($file)) {
    $file = $root . '/index.php';
} elseif (substr($file, -4) !== '.php') {
    return false;
}
$_SERVER['SCRIPT_FILENAME'] = $file;
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = substr($file, strlen($root));
chdir(dirname($file));
require $file;
