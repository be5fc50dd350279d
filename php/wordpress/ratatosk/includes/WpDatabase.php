<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk\WordPress;

use Ratatosk\Database;
use Ratatosk\Taken;

/** WordPress's own connection, so that what the plugin keeps and what WordPress keeps can share a transaction. */
final class WpDatabase implements Database
{
    /** What MySQL says of a key that is taken. */
    private const DUPLICATE = 1062;

    private \wpdb $wpdb;

    public function __construct(\wpdb $wpdb)
    {
        $this->wpdb = $wpdb;
    }

    public function dialect(): string
    {
        return 'mysql';
    }

    public function run(string $sql, array $parameters = []): int
    {
        $result = $this->quietly(function () use ($sql, $parameters) {
            return $this->wpdb->query($this->filled($sql, $parameters));
        });
        return (int) $result;
    }

    public function rows(string $sql, array $parameters = []): array
    {
        return (array) $this->quietly(function () use ($sql, $parameters) {
            return $this->wpdb->get_results($this->filled($sql, $parameters), ARRAY_A);
        });
    }

    public function begin(): void
    {
        $this->run('START TRANSACTION');
    }

    public function commit(): void
    {
        $this->run('COMMIT');
    }

    public function rollBack(): void
    {
        $this->run('ROLLBACK');
    }

    private function filled(string $sql, array $parameters): string
    {
        return $parameters === [] ? $sql : $this->wpdb->prepare(str_replace('?', '%s', $sql), $parameters);
    }

    /** Errors are thrown here, so WordPress need not print them. */
    private function quietly(callable $query)
    {
        $before = $this->wpdb->suppress_errors(true);
        $this->wpdb->last_error = '';
        $result = $query();
        $this->wpdb->suppress_errors($before);
        $error = (string) $this->wpdb->last_error;
        if ($error === '') {
            return $result;
        }
        $connection = $this->wpdb->dbh;
        $code = $connection instanceof \mysqli ? mysqli_errno($connection) : 0;
        if ($code === self::DUPLICATE || strpos($error, 'UNIQUE constraint') !== false) {
            throw new Taken('That key is taken.');
        }
        throw new \RuntimeException($error);
    }
}
