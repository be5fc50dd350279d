<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;
use Ratatosk\Client;
use Ratatosk\Database;
use Ratatosk\Failure;
use Ratatosk\Json;
use Ratatosk\Key;
use Ratatosk\Outbox;
use Ratatosk\Request;
use Ratatosk\Response;
use Ratatosk\Tables;

require_once __DIR__ . '/Databases.php';
require_once __DIR__ . '/StubTransport.php';

final class OutboxTest
{
    private const NOW = 1700000000;

    public function listsInOrderAfterANumber(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 5);
            Check::same([3, 4], array_column($outbox->after(2, 2), 'seq'));
            Check::same(['e3', 'e4'], self::ids($outbox->after(2, 2)));
            Check::same([], $outbox->after(5, 100));
            Check::same(5, $outbox->last());
        });
    }

    public function givesNumbersInTheOrderInWhichTransactionsEnd(): void
    {
        Databases::each(function (Database $database, callable $connect): void {
            if ($database->dialect() === 'sqlite') {
                return;
            }
            $outbox = new Outbox($database, 't_');
            $slow = $connect();
            $slow->begin();
            (new Outbox($slow, 't_'))->add(['id' => 'began-first'], 'a', self::NOW);
            $outbox->add(['id' => 'ended-first'], 'b', self::NOW);
            $seen = $outbox->after(0, 100);
            Check::same(['ended-first'], self::ids($seen));
            $slow->commit();
            Check::same(['began-first'], self::ids($outbox->after($seen[0]['seq'], 100)));
        });
    }

    public function letsNoReaderMissAnythingHoweverManyReadAndWrite(): void
    {
        Databases::each(function (Database $database): void {
            $jobs = [];
            foreach (['write a 150', 'read 300', 'read 300', 'write b 150', 'read 300'] as $job) {
                $command = array_merge([PHP_BINARY, __DIR__ . '/outbox-job.php', $database->dialect()], explode(' ', $job));
                $jobs[] = proc_open($command, [1 => ['pipe', 'w']], $pipes);
                $outputs[] = $pipes[1];
            }
            $lists = array_values(array_filter(array_map('stream_get_contents', $outputs)));
            Check::same(array_fill(0, 5, 0), array_map('proc_close', $jobs));
            Check::same(3, count($lists));
            Check::same([$lists[0], $lists[0]], [$lists[1], $lists[2]]);
            $ids = explode(' ', trim($lists[0]));
            sort($ids);
            Check::same(300, count(array_unique($ids)));
        });
    }

    public function losesWhatIsRolledBack(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = new Outbox($database, 't_');
            $database->begin();
            $outbox->add(['id' => 'never'], 'a', self::NOW);
            $database->rollBack();
            $outbox->add(['id' => 'e1'], 'a', self::NOW);
            Check::same(['e1'], self::ids($outbox->after(0, 100)));
        });
    }

    public function sendsInOrderAndOnce(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 250);
            $wire = new StubTransport();
            Check::same(null, $outbox->send(self::client($wire), self::NOW));
            Check::same([100, 100, 50], array_map('count', array_map([self::class, 'sentIn'], $wire->requests)));
            Check::same(self::names(1, 250), array_merge(...array_map([self::class, 'sentIn'], $wire->requests)));
            Check::same(null, $outbox->send(self::client($wire), self::NOW + 1));
            Check::same(3, count($wire->requests));
            Check::same(0, $outbox->waiting());
        });
    }

    public function stopsAtAFailureAndTriesAgainLater(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 2);
            $wire = new StubTransport(static function (): Response {
                return new Response(500);
            });
            $waits = [];
            $now = self::NOW;
            for ($try = 0; $try < 12; $try++) {
                Check::contains('500', (string) $outbox->send(self::client($wire), $now));
                Check::same(null, $outbox->send(self::client($wire), $now), 'not due yet');
                $waits[] = (int) $outbox->state()['due'] - $now;
                $now = (int) $outbox->state()['due'];
            }
            Check::same([5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600], $waits);
            Check::same(12, count($wire->requests));
            $wire->answer = static function (): Response {
                return Response::json(202, []);
            };
            $outbox->add(['id' => 'e3'], 'x', $now);
            Check::same(null, $outbox->send(self::client($wire), $now));
            Check::same(['e1', 'e2', 'e3'], self::sentIn(end($wire->requests)));
            Check::same('', $outbox->state()['error']);
            Check::same(0, (int) $outbox->state()['tries']);
        });
    }

    public function keepsWhatWasTakenWhenALaterBatchFails(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 150);
            $wire = new StubTransport();
            $wire->answer = static function () use ($wire): Response {
                if (count($wire->requests) > 1) {
                    throw new Failure('The line is dead.', 0, true);
                }
                return Response::json(202, []);
            };
            Check::same('The line is dead.', $outbox->send(self::client($wire), self::NOW));
            $good = new StubTransport();
            $outbox->send(self::client($good), self::NOW, true);
            Check::same(self::names(101, 150), self::sentIn($good->requests[0]));
        });
    }

    public function isSentByOneAtATimeAndAgainWhenThatOneDied(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 1);
            $inner = new StubTransport();
            $wire = new StubTransport(function () use ($outbox, $inner): Response {
                $outbox->send(self::client($inner), self::NOW + 1);
                return Response::json(202, []);
            });
            $outbox->send(self::client($wire), self::NOW);
            Check::same([1, 0], [count($wire->requests), count($inner->requests)]);
            $outbox->add(['id' => 'e2'], 'x', self::NOW);
            $database->run('UPDATE t_sending SET busy = ?', [self::NOW + 60]);
            $outbox->send(self::client($inner), self::NOW + 59);
            Check::same(0, count($inner->requests), 'while another is at work');
            $outbox->send(self::client($inner), self::NOW + 61);
            Check::same(1, count($inner->requests), 'when it must have died');
        });
    }

    public function cutsWhatIsTooLongForARequest(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = new Outbox($database, 't_');
            $text = '<p>' . str_repeat('Übergroß &amp; ', 200000) . '</p>';
            $outbox->add(['id' => 'e1', 'object' => ['content' => $text, 'source' => ['content' => $text]]], 'p1', self::NOW);
            $event = $outbox->after(0, 1)[0]['activity'];
            Check::true(strlen($event['object']['content']) < 100000, 'short');
            Check::contains('Übergroß &amp; Übergroß', $event['object']['content']);
            Check::true(!isset($event['object']['source']), 'no second copy');
        });
    }

    public function answersWithNoMoreThanARequestMayHold(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = new Outbox($database, 't_');
            for ($i = 0; $i < 5; $i++) {
                $outbox->add(['id' => "e$i", 'object' => ['content' => str_repeat('x', 300000)]], 'p', self::NOW);
            }
            Check::same(1, count($outbox->after(0, 100)));
            $wire = new StubTransport();
            $outbox->send(self::client($wire), self::NOW);
            Check::same(5, count($wire->requests));
        });
    }

    public function sendsNotificationsInTheirPlaceAndTellsNobodyElseOfThem(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 2);
            foreach (['first', 'refused', 'second'] as $words) {
                $outbox->add(Activity::notification(['recipient' => 'romeo', 'abstract' => $words]), Activity::NOTIFICATION, self::NOW);
            }
            $outbox->add(['id' => 'e6'], 'x', self::NOW);
            $said = [];
            $wire = new StubTransport(static function (Request $request) use (&$said): Response {
                $said[] = Json::read($request->body)['abstract'] ?? implode(' ', self::sentIn($request));
                return end($said) === 'refused' ? Response::problem(422, 'No such person.') : Response::json(202, []);
            });
            Check::same(6, $outbox->waiting());
            Check::same(null, $outbox->send(self::client($wire), self::NOW));
            Check::same(['e1 e2', 'first', 'refused', 'second', 'e6'], $said);
            Check::same(['e1', 'e2', 'e6'], self::ids($outbox->after(0, 100)));
            Check::same(0, $outbox->waiting());
        });
    }

    public function keepsANotificationThatCannotBeTakenNow(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = new Outbox($database, 't_');
            $outbox->add(Activity::notification(['recipient' => 'romeo', 'abstract' => 'x']), Activity::NOTIFICATION, self::NOW);
            $wire = new StubTransport(static function (): Response {
                return new Response(503);
            });
            Check::contains('503', (string) $outbox->send(self::client($wire), self::NOW));
            Check::same([1, 0], [$outbox->waiting(), $outbox->last()]);
        });
    }

    public function forgetsOldOnesThatWereSentButNeverTheLast(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = self::filled($database, 3);
            $tables = new Tables($database, 't_');
            $tables->prune(self::NOW + 200 * 86400);
            Check::same(3, count($outbox->after(0, 100)), 'not sent yet');
            $outbox->send(self::client(new StubTransport()), self::NOW);
            $tables->prune(self::NOW + 200 * 86400);
            Check::same(['e3'], self::ids($outbox->after(0, 100)));
            $outbox->add(['id' => 'e4'], 'x', self::NOW);
            Check::same([4], array_column($outbox->after(3, 100), 'seq'));
        });
    }

    private static function filled(Database $database, int $count): Outbox
    {
        $outbox = new Outbox($database, 't_');
        $database->begin();
        foreach (self::names(1, $count) as $id) {
            $outbox->add(['id' => $id], 'x', self::NOW);
        }
        $database->commit();
        return $outbox;
    }

    private static function names(int $from, int $to): array
    {
        return array_map(static function (int $n): string {
            return "e$n";
        }, range($from, $to));
    }

    private static function ids(array $events): array
    {
        return array_column(array_column($events, 'activity'), 'id');
    }

    private static function sentIn(Request $request): array
    {
        $body = Json::read($request->body);
        return array_column($body['orderedItems'] ?? [$body], 'id');
    }

    private static function client(StubTransport $wire): Client
    {
        $key = Key::parse('site1:whsec_' . base64_encode(str_repeat('k', 32)));
        return new Client('https://xmpp.example', $key, $wire, static function (): int {
            return self::NOW;
        });
    }
}
