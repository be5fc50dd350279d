<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/** Loads the classes of this folder when they are first named. */
spl_autoload_register(static function (string $class): void {
    if (strncmp($class, 'Ratatosk\\', 9) === 0) {
        $file = __DIR__ . '/' . str_replace('\\', '/', substr($class, 9)) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
