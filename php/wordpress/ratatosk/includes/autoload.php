<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

require_once __DIR__ . '/../lib/autoload.php';

spl_autoload_register(static function (string $class): void {
    if (strncmp($class, 'Ratatosk\\WordPress\\', 19) === 0) {
        $file = __DIR__ . '/' . substr($class, 19) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
