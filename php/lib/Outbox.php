<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/**
 * What happened on the site, in order, and what of it Ratatosk was told. A page pays one INSERT for an event and never waits.
 *
 * An event gets its number when it is first read, not when it is written: numbers of transactions that end in another order than they
 * began would make a reader skip one.
 */
final class Outbox
{
    /** No answer and no push is longer than this by much, in bytes. */
    private const ENOUGH = 500000;

    private const ALL = '1 = 1';
    private const EVENTS = "about <> '" . Activity::NOTIFICATION . "'";

    private Database $database;
    private string $events;
    private string $sending;

    public function __construct(Database $database, string $prefix = 'ratatosk_')
    {
        $this->database = $database;
        $this->events = $prefix . 'events';
        $this->sending = $prefix . 'sending';
    }

    /**
     * Keeps what happened.
     *
     * @param array $activity see Activity
     * @param string $about what it is about, in at most 64 letters of the site's own, as p12
     */
    public function add(array $activity, string $about, int $now): void
    {
        $body = Json::write($activity);
        if (strlen($body) > self::ENOUGH) {
            $body = Json::write(self::shortened($activity));
        }
        $this->database->run("INSERT INTO {$this->events} (about, made, body) VALUES (?, ?, ?)", [$about, $now, $body]);
    }

    /** A request may have one mebibyte: of a longer text comes its beginning, in plain words. */
    private static function shortened(array $activity): array
    {
        $text = trim(html_entity_decode(strip_tags((string) ($activity['object']['content'] ?? '')), ENT_QUOTES, 'UTF-8'));
        $beginning = preg_replace('/[^\x00-\x7f][\x80-\xbf]*$/D', '', substr($text, 0, 50000));
        $activity['object']['content'] = nl2br(htmlspecialchars((string) $beginning, ENT_QUOTES, 'UTF-8')) . ' …';
        unset($activity['object']['source']);
        return $activity;
    }

    /** When something was last written about this, in seconds, or null. */
    public function lastAbout(string $about): ?int
    {
        $made = $this->database->rows("SELECT MAX(made) AS made FROM {$this->events} WHERE about = ?", [$about])[0]['made'] ?? null;
        return $made === null ? null : (int) $made;
    }

    /** The highest number of what happened; 0 if nothing happened yet. */
    public function last(): int
    {
        $this->number();
        return $this->highest(self::EVENTS);
    }

    /**
     * What follows a number, the oldest first.
     *
     * @return array{seq: int, activity: array}[]
     */
    public function after(int $seq, int $limit): array
    {
        return $this->read($seq, $limit, self::EVENTS);
    }

    private function read(int $seq, int $limit, string $which): array
    {
        $this->number();
        $limit = max(1, min(100, $limit));
        $events = [];
        $length = 0;
        foreach ($this->database->rows(
            "SELECT seq, body FROM {$this->events} WHERE seq > ? AND {$which} ORDER BY seq LIMIT {$limit}",
            [$seq]
        ) as $row) {
            $length += strlen($row['body']);
            if ($events !== [] && $length > self::ENOUGH) {
                break;
            }
            $events[] = ['seq' => (int) $row['seq'], 'activity' => Json::read($row['body']) ?? []];
        }
        return $events;
    }

    /**
     * Gives numbers to what has none by now. Several may do so at once: the numbers are unique, and who comes late looks again; each time
     * somebody else got on.
     */
    private function number(): void
    {
        $newest = $this->database->rows("SELECT MAX(id) AS id FROM {$this->events}")[0]['id'] ?? 0;
        for ($try = 0; $try < 10000; $try++) {
            $rows = $this->database->rows("SELECT id FROM {$this->events} WHERE seq IS NULL AND id <= ? ORDER BY id LIMIT 500", [$newest]);
            if ($rows === []) {
                return;
            }
            $this->numberRows($rows, $this->highest(self::ALL));
        }
        throw new \RuntimeException('The events of this site could not be numbered.');
    }

    private function numberRows(array $rows, int $highest): void
    {
        foreach ($rows as $row) {
            try {
                $sql = "UPDATE {$this->events} SET seq = ? WHERE id = ? AND seq IS NULL";
                if ($this->database->run($sql, [++$highest, $row['id']]) !== 1) {
                    return;
                }
            } catch (Taken $e) {
                return;
            }
        }
    }

    private function highest(string $which): int
    {
        $rows = $this->database->rows("SELECT MAX(seq) AS seq FROM {$this->events} WHERE {$which}");
        return (int) ($rows[0]['seq'] ?? 0);
    }

    /** How much there is that Ratatosk was not told. */
    public function waiting(): int
    {
        $sql = "SELECT COUNT(*) AS n FROM {$this->events} WHERE seq IS NULL OR seq > ?";
        return (int) $this->database->rows($sql, [(int) $this->state()['sent']])[0]['n'];
    }

    /**
     * How sending stands.
     *
     * @return array{sent: int|string, tries: int|string, due: int|string, busy: int|string, error: string}
     */
    public function state(): array
    {
        return $this->database->rows("SELECT sent, tries, due, busy, error FROM {$this->sending} WHERE id = 1")[0]
            ?? ['sent' => 0, 'tries' => 0, 'due' => 0, 'busy' => 0, 'error' => ''];
    }

    /**
     * Sends what is due, in order, and stops at the first failure; what follows waits longer each time, up to an hour. That nobody else
     * does so at the same time saves work only: what comes twice is known by its id.
     *
     * @param int $now seconds
     * @param bool $atOnce whether to try even when the next try is not due yet
     * @return string|null what went wrong, in words
     */
    public function send(Client $client, int $now, bool $atOnce = false): ?string
    {
        $due = $atOnce ? PHP_INT_MAX : $now;
        if ($this->database->run(
            "UPDATE {$this->sending} SET busy = ? WHERE id = 1 AND busy < ? AND due <= ?",
            [$now + 60, $now, $due]
        ) !== 1) {
            return null;
        }
        $sent = (int) $this->state()['sent'];
        try {
            while (($batch = $this->next($sent)) !== []) {
                $error = $this->tell($client, array_column($batch, 'activity'));
                $sent = end($batch)['seq'];
                $this->database->run("UPDATE {$this->sending} SET sent = ?, tries = 0, due = 0, error = ? WHERE id = 1", [$sent, $error]);
            }
        } catch (Failure $e) {
            $this->failed($e->getMessage(), $now);
            return $e->getMessage();
        } finally {
            $this->database->run("UPDATE {$this->sending} SET busy = 0 WHERE id = 1");
        }
        return null;
    }

    /** What is sent next, in one request: a notification, or what happened until the next one. */
    private function next(int $seq): array
    {
        $batch = [];
        foreach ($this->read($seq, 100, self::ALL) as $one) {
            $isNotification = ($one['activity']['type'] ?? '') === 'Notification';
            if ($batch !== [] && $isNotification) {
                break;
            }
            $batch[] = $one;
            if ($isNotification) {
                break;
            }
        }
        return $batch;
    }

    /** @return string what is wrong with a notification that will never be taken; nothing waits for it */
    private function tell(Client $client, array $activities): string
    {
        $message = $activities[0]['message'] ?? null;
        if (($activities[0]['type'] ?? '') !== 'Notification' || !is_array($message)) {
            $client->events($activities);
            return '';
        }
        try {
            $client->notify($message);
            return '';
        } catch (Failure $e) {
            if ($e->temporary() || $e->status() === 401) {
                throw $e;
            }
            return substr($e->getMessage(), 0, 400);
        }
    }

    private function failed(string $error, int $now): void
    {
        $tries = (int) $this->state()['tries'];
        $wait = (int) min(3600, 5 * 2 ** min(10, $tries));
        $this->database->run(
            "UPDATE {$this->sending} SET tries = ?, due = ?, error = ? WHERE id = 1",
            [$tries + 1, $now + $wait, substr($error, 0, 400)]
        );
    }
}
