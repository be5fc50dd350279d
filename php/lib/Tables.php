<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** The tables of the library: what happened, what of it was sent, keys of requests, and ids of requests that were seen. */
final class Tables
{
    private const NAMES = ['events', 'sending', 'once', 'seen'];
    private const DAY = 86400;

    private Database $database;
    private string $prefix;

    public function __construct(Database $database, string $prefix = 'ratatosk_')
    {
        $this->database = $database;
        $this->prefix = $prefix;
    }

    /** Makes those that are not there. */
    public function install(): void
    {
        $dialect = $this->database->dialect();
        $serial = ['mysql' => 'BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY', 'pgsql' => 'BIGSERIAL PRIMARY KEY'];
        $serial = $serial[$dialect] ?? 'INTEGER PRIMARY KEY AUTOINCREMENT';
        $text = $dialect === 'mysql' ? 'LONGTEXT' : 'TEXT';
        $end = $dialect === 'mysql' ? ' DEFAULT CHARACTER SET utf8mb4' : '';
        $p = $this->prefix;
        $this->create("{$p}events (id {$serial}, seq BIGINT NULL UNIQUE, about VARCHAR(64) NOT NULL, made BIGINT NOT NULL,"
            . " body {$text} NOT NULL){$end}");
        $this->create("{$p}sending (id INT NOT NULL PRIMARY KEY, sent BIGINT NOT NULL, tries INT NOT NULL, due BIGINT NOT NULL,"
            . " busy BIGINT NOT NULL, error VARCHAR(500) NOT NULL){$end}");
        $this->create("{$p}once (name CHAR(64) NOT NULL PRIMARY KEY, made BIGINT NOT NULL, answer {$text} NULL){$end}");
        $this->create("{$p}seen (name CHAR(64) NOT NULL PRIMARY KEY, made BIGINT NOT NULL){$end}");
        try {
            $this->database->run("INSERT INTO {$p}sending (id, sent, tries, due, busy, error) VALUES (1, 0, 0, 0, 0, '')");
        } catch (Taken $e) {
            // It is there from before.
        }
    }

    private function create(string $table): void
    {
        $this->database->run('CREATE TABLE IF NOT EXISTS ' . $table);
    }

    /** Removes them with all that is in them. */
    public function uninstall(): void
    {
        foreach (self::NAMES as $name) {
            $this->database->run('DROP TABLE IF EXISTS ' . $this->prefix . $name);
        }
    }

    /** Forgets what is too old to be asked for: events that were sent 90 days ago, keys after 30 days, seen ids after a day. */
    public function prune(int $now): void
    {
        $p = $this->prefix;
        $last = $this->database->rows("SELECT sent FROM {$p}sending WHERE id = 1")[0]['sent'] ?? 0;
        // The last one stays: the next number follows from it.
        $this->database->run("DELETE FROM {$p}events WHERE seq < ? AND made < ?", [$last, $now - 90 * self::DAY]);
        $this->database->run("DELETE FROM {$p}once WHERE made < ?", [$now - 30 * self::DAY]);
        $this->database->run("DELETE FROM {$p}seen WHERE made < ?", [$now - self::DAY]);
    }
}
