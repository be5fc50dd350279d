<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** A database by PDO: MySQL, MariaDB, SQLite, PostgreSQL. Give it the connection of the site, so that both share a transaction. */
final class PdoDatabase implements Database
{
    private \PDO $pdo;

    public function __construct(\PDO $pdo)
    {
        $pdo->setAttribute(\PDO::ATTR_ERRMODE, \PDO::ERRMODE_EXCEPTION);
        $this->pdo = $pdo;
    }

    public function dialect(): string
    {
        return $this->pdo->getAttribute(\PDO::ATTR_DRIVER_NAME);
    }

    public function run(string $sql, array $parameters = []): int
    {
        return $this->execute($sql, $parameters)->rowCount();
    }

    public function rows(string $sql, array $parameters = []): array
    {
        return $this->execute($sql, $parameters)->fetchAll(\PDO::FETCH_ASSOC);
    }

    public function begin(): void
    {
        // A reader that begins to write in the middle may be refused by SQLite at once.
        $this->pdo->exec($this->dialect() === 'sqlite' ? 'BEGIN IMMEDIATE' : 'BEGIN');
    }

    public function commit(): void
    {
        $this->pdo->exec('COMMIT');
    }

    public function rollBack(): void
    {
        $this->pdo->exec('ROLLBACK');
    }

    private function execute(string $sql, array $parameters): \PDOStatement
    {
        try {
            $statement = $this->pdo->prepare($sql);
            $statement->execute(array_values($parameters));
            return $statement;
        } catch (\PDOException $e) {
            if (in_array((string) ($e->errorInfo[0] ?? ''), ['23000', '23505'], true)) {
                throw new Taken('That key is taken.', 0, $e);
            }
            throw $e;
        }
    }
}
