<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Database;
use Ratatosk\PdoDatabase;
use Ratatosk\Tables;

/** The databases that tests run on: SQLite always, and the MariaDB whose socket RATATOSK_TEST_SOCKET names. */
final class Databases
{
    /** Calls the test with each database, with a way to a second connection. */
    public static function each(callable $test): void
    {
        foreach (self::connections() as $connect) {
            $database = $connect();
            $tables = new Tables($database, 't_');
            $tables->uninstall();
            $tables->install();
            $tables->install();
            $test($database, $connect);
        }
    }

    /** A connection of another process to the database of that dialect. */
    public static function join(string $dialect): Database
    {
        return self::connections()[$dialect === 'sqlite' ? 0 : 1]();
    }

    /** @return callable[] */
    private static function connections(): array
    {
        $file = getenv('RATATOSK_TEST_FILE');
        if ($file === false) {
            $file = tempnam(sys_get_temp_dir(), 'ratatosk');
            putenv('RATATOSK_TEST_FILE=' . $file);
            register_shutdown_function('unlink', $file);
        }
        $all = [static function () use ($file): PdoDatabase {
            $pdo = new PDO('sqlite:' . $file, null, null, [PDO::ATTR_TIMEOUT => 10]);
            $pdo->exec('PRAGMA synchronous = OFF');
            return new PdoDatabase($pdo);
        }];
        $socket = getenv('RATATOSK_TEST_SOCKET');
        if ($socket !== false) {
            $all[] = static function () use ($socket): PdoDatabase {
                return new PdoDatabase(new PDO('mysql:unix_socket=' . $socket . ';dbname=library;charset=utf8mb4', 'root', ''));
            };
        }
        return $all;
    }
}
