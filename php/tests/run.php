<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/*
 * Runs the tests of PHP: php run.php [CLASS…]. Each public method of a class in a file that ends in Test.php is a case. What it prints is
 * TAP, so that people and programs can read it.
 */

error_reporting(E_ALL);
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    if ((error_reporting() & $level) === 0) {
        return false;
    }
    throw new ErrorException($message, 0, $level, $file, $line);
});
require __DIR__ . '/../lib/autoload.php';
require __DIR__ . '/Check.php';

$number = 0;
$failed = 0;
foreach (glob(__DIR__ . '/*Test.php') as $file) {
    $class = basename($file, '.php');
    if ($argc > 1 && !in_array($class, array_slice($argv, 1), true)) {
        continue;
    }
    require $file;
    foreach ((new ReflectionClass($class))->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
        if ($method->isConstructor()) {
            continue;
        }
        $number++;
        $name = $class . ' ' . strtolower(preg_replace('/(?<!^)(?=[A-Z])/', ' ', $method->getName()));
        try {
            $method->invoke(new $class());
            echo "ok $number - $name\n";
        } catch (Throwable $e) {
            $failed++;
            echo "not ok $number - $name\n";
            $where = get_class($e) . ': ' . $e->getMessage() . "\n" . $e->getFile() . ':' . $e->getLine() . "\n" . $e->getTraceAsString();
            echo preg_replace('/^/m', '# ', $where), "\n";
        }
    }
}
echo "1..$number\n";
exit($failed === 0 && $number > 0 ? 0 : 1);
