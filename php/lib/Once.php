<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** Does what a request asks for once, however often the request comes: its key and what it made are kept together with what it made. */
final class Once
{
    /** For so long a request that began and did not end may still be at work, in seconds. */
    private const BUSY = 60;

    private Database $database;
    private string $table;

    public function __construct(Database $database, string $prefix = 'ratatosk_')
    {
        $this->database = $database;
        $this->table = $prefix . 'once';
    }

    /**
     * Begins the transaction of a request.
     *
     * @param string $key whatever names the request for life
     * @return array|null what it made before (the transaction has ended then), or null: do it now, and call done or undone
     * @throws Refusal if it is being done
     */
    public function begin(string $key, int $now): ?array
    {
        $name = hash('sha256', $key);
        $this->database->begin();
        try {
            $this->database->run("INSERT INTO {$this->table} (name, made) VALUES (?, ?)", [$name, $now]);
            return null;
        } catch (Taken $e) {
            $this->database->rollBack();
        }
        $row = $this->database->rows("SELECT made, answer FROM {$this->table} WHERE name = ?", [$name])[0] ?? null;
        if ($row !== null && $row['answer'] !== null) {
            return Json::read($row['answer']) ?? [];
        }
        // Only an engine without transactions leaves a key without an answer.
        $this->database->begin();
        if ($row === null || $this->database->run(
            "UPDATE {$this->table} SET made = ? WHERE name = ? AND answer IS NULL AND made < ?",
            [$now, $name, $now - self::BUSY]
        ) !== 1) {
            $this->database->rollBack();
            throw Refusal::busy(5);
        }
        return null;
    }

    /** Ends it: all that was made since begin is durable together with the key. */
    public function done(string $key, array $answer): void
    {
        $this->database->run("UPDATE {$this->table} SET answer = ? WHERE name = ?", [Json::write($answer), hash('sha256', $key)]);
        $this->database->commit();
    }

    /** Ends it without effect. */
    public function undone(string $key): void
    {
        $this->database->rollBack();
        $this->database->run("DELETE FROM {$this->table} WHERE name = ? AND answer IS NULL", [hash('sha256', $key)]);
    }
}
