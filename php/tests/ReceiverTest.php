<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Database;
use Ratatosk\Draft;
use Ratatosk\Json;
use Ratatosk\Key;
use Ratatosk\Made;
use Ratatosk\Outbox;
use Ratatosk\Receiver;
use Ratatosk\Refusal;
use Ratatosk\Reply;
use Ratatosk\Request;
use Ratatosk\Response;
use Ratatosk\Signature;
use Ratatosk\Site;

require_once __DIR__ . '/Databases.php';

/** A site with a table of posts, as small as can be. */
final class SmallSite extends Site
{
    private Database $database;

    /** @var callable|null called after a post was made */
    public $then = null;

    public function __construct(Database $database)
    {
        $this->database = $database;
        $database->run('DROP TABLE IF EXISTS small_posts');
        $database->run('CREATE TABLE small_posts (id INTEGER, author VARCHAR(20), title VARCHAR(80))');
    }

    public function count(): int
    {
        return (int) $this->database->rows('SELECT COUNT(*) AS n FROM small_posts')[0]['n'];
    }

    public function checkPassword(string $user, string $password): ?array
    {
        return $password !== 'right' ? null : ['preferredUsername' => $user, 'name' => ucfirst($user), 'roles' => ['author']];
    }

    public function proves(string $as, Request $request): bool
    {
        return $as !== 'mercutio';
    }

    public function publish(string $as, Draft $draft): Made
    {
        if ($draft->visibility !== 'public') {
            throw Refusal::unfit('Here all is public.');
        }
        $id = $this->count() + 1;
        $this->database->run('INSERT INTO small_posts (id, author, title) VALUES (?, ?, ?)', [$id, $as, $draft->title]);
        if ($this->then !== null) {
            ($this->then)();
        }
        return new Made("https://s/?p=$id", "https://s/$id", 1700000000);
    }

    public function delete(string $as, string $id): void
    {
        $this->database->run('DELETE FROM small_posts');
    }

    /** @var string[] */
    public array $liked = [];

    public function like(string $as, string $kind, string $id, bool $likes): void
    {
        $this->liked[] = "$as $kind $id " . ($likes ? 'yes' : 'no');
    }

    public function buddy(string $as, string $does, string $other): void
    {
        $this->liked[] = "$as $does $other";
    }

    public function buddies(string $after, int $limit): array
    {
        return ['items' => [['after' => $after, 'limit' => $limit]], 'next' => $after === '' ? '7' : null];
    }

    public function comment(Reply $reply): Made
    {
        throw Refusal::tooOften(($reply->stranger ?? $reply->member) . ' is too fast.', 15);
    }
}

final class ReceiverTest
{
    private const NOW = 1700000000;
    private Key $key;

    public function __construct()
    {
        $this->key = Key::parse('site1:whsec_' . base64_encode(str_repeat('k', 32)));
    }

    public function takesOnlyWhatIsSignedForThisWay(): void
    {
        Databases::each(function (Database $database): void {
            $receiver = $this->receiver($database);
            $good = $this->request('GET', '/events');
            foreach ([
                new Request('GET', '/base/events'),
                new Request('POST', $good->target, $good->headers),
                new Request('GET', '/base/other', $good->headers),
                new Request('GET', $good->target, $good->headers, ' '),
                new Request('GET', $good->target, ['ratatosk-key' => 'other'] + $good->headers),
            ] as $request) {
                $response = $receiver->answer($request, '/events');
                Check::same(401, $response->status);
                Check::same('{"type":"about:blank","title":"Unauthorized","status":401,"detail":"The signature is not good."}', $response->body);
            }
            Check::same(200, $receiver->answer($good, '/events')->status);
        });
    }

    public function takesARequestOnlyOnce(): void
    {
        Databases::each(function (Database $database): void {
            $receiver = $this->receiver($database);
            $request = $this->request('GET', '/events');
            Check::same(200, $receiver->answer($request, '/events')->status);
            Check::same(401, $receiver->answer($request, '/events')->status);
        });
    }

    public function tellsWhatHappened(): void
    {
        Databases::each(function (Database $database): void {
            $outbox = new Outbox($database, 't_');
            foreach (['a', 'b', 'c'] as $id) {
                $outbox->add(['id' => $id], 'x', self::NOW);
            }
            $receiver = $this->receiver($database);
            $answer = $receiver->answer($this->request('GET', '/events?after=1&limit=1'), '/events', ['after' => '1', 'limit' => '1']);
            Check::same('{"events":[{"seq":2,"activity":{"id":"b"}}],"last":3}', $answer->body);
            Check::same('{"events":[],"last":3}', $receiver->answer($this->request('GET', '/events'), '/events')->body);
        });
    }

    public function checksPasswords(): void
    {
        Databases::each(function (Database $database): void {
            $ask = function (array $body) use ($database): string {
                return $this->post($this->receiver($database), '/password', $body)->body;
            };
            Check::same(
                '{"ok":true,"person":{"preferredUsername":"romeo","name":"Romeo"},"roles":["author"]}',
                $ask(['user' => 'romeo', 'password' => 'right'])
            );
            Check::same('{"ok":false}', $ask(['user' => 'romeo', 'password' => 'wrong']));
        });
    }

    public function makesAPostOnceForAKey(): void
    {
        Databases::each(function (Database $database): void {
            $site = new SmallSite($database);
            $receiver = $this->receiver($database, $site);
            $body = ['key' => 'k1', 'as' => 'romeo', 'title' => 'A', 'text' => 'a'];
            $first = $this->post($receiver, '/posts', $body);
            Check::same(201, $first->status);
            Check::same('{"id":"https://s/?p=1","url":"https://s/1","at":"2023-11-14T22:13:20Z","state":"shown"}', $first->body);
            $again = $this->post($receiver, '/posts', ['title' => 'B'] + $body);
            Check::same([200, $first->body], [$again->status, $again->body]);
            Check::same(201, $this->post($receiver, '/posts', ['key' => 'K1'] + $body)->status);
            Check::same(2, $site->count());
        });
    }

    public function leavesNothingOfWhatFailed(): void
    {
        Databases::each(function (Database $database): void {
            $site = new SmallSite($database);
            $receiver = $this->receiver($database, $site);
            $body = ['key' => 'k1', 'as' => 'romeo', 'title' => 'A', 'text' => 'a'];
            $site->then = static function (): void {
                throw Refusal::unfit('The editor is against it.');
            };
            Check::same(422, $this->post($receiver, '/posts', $body)->status);
            Check::same(0, $site->count());
            $site->then = null;
            Check::same(201, $this->post($receiver, '/posts', $body)->status);
            Check::same(1, $site->count());
        });
    }

    public function deletesWithoutAnAnswer(): void
    {
        Databases::each(function (Database $database): void {
            $receiver = $this->receiver($database, new SmallSite($database));
            foreach ([1, 2] as $time) {
                $answer = $this->post($receiver, '/posts/delete', ['key' => 'k', 'as' => 'romeo', 'id' => '1']);
                Check::same([204, ''], [$answer->status, $answer->body], "time $time");
            }
        });
    }

    public function refusesInWords(): void
    {
        Databases::each(function (Database $database): void {
            $receiver = $this->receiver($database, new SmallSite($database));
            $post = ['key' => 'k', 'as' => 'romeo', 'title' => 'A', 'text' => 'a', 'post' => '1', 'id' => '1'];
            foreach ([
                ['/posts', ['visibility' => 'friends'] + $post, 422, 'Here all is public.'],
                ['/posts', ['as' => 'mercutio'] + $post, 403, 'act for mercutio'],
                ['/posts', ['as' => null] + $post, 400, '"as"'],
                ['/posts', ['key' => ''] + $post, 400, '"key"'],
                ['/posts/edit', ['id' => 7] + $post, 400, '"id"'],
                ['/comments', $post, 429, 'romeo is too fast.'],
                ['/comments', ['as' => null, 'stranger' => 'carol@e.example'] + $post, 429, 'carol@e.example'],
                ['/comments/moderate', ['verdict' => 'burn'] + $post, 400, 'approve, hold, spam or trash'],
                ['/comments/edit', $post, 501, 'does not offer'],
                ['/likes', ['post' => null] + $post + ['likes' => true], 400, '"post"'],
                ['/likes', ['likes' => 'yes'] + $post, 400, '"likes"'],
                ['/nothing', $post, 404, 'nothing at this address'],
            ] as [$path, $body, $status, $words]) {
                $response = $this->post($receiver, $path, $body);
                Check::same($status, $response->status, $path);
                Check::contains($words, Json::read($response->body)['detail']);
                Check::same($status === 429 ? '15' : null, $response->headers['retry-after'] ?? null);
            }
            Check::same(405, $receiver->answer($this->request('GET', '/posts'), '/posts')->status);
            Check::same(400, $receiver->answer($this->request('POST', '/posts', 'no json'), '/posts')->status);
            Check::same(413, $receiver->answer($this->request('POST', '/posts', str_repeat(' ', 1048577)), '/posts')->status);
        });
    }

    public function keepsWhatPeopleLike(): void
    {
        Databases::each(function (Database $database): void {
            $site = new SmallSite($database);
            $receiver = $this->receiver($database, $site);
            $like = ['key' => 'l1', 'as' => 'romeo', 'post' => 'p1', 'likes' => true];
            Check::same(204, $this->post($receiver, '/likes', $like)->status);
            Check::same(204, $this->post($receiver, '/likes', $like)->status, 'again');
            Check::same(204, $this->post($receiver, '/likes', ['key' => 'l2', 'as' => 'romeo', 'comment' => 'c1', 'likes' => false])->status);
            Check::same(['romeo post p1 yes', 'romeo comment c1 no'], $site->liked);
        });
    }

    public function keepsBuddiesAndTellsThemAll(): void
    {
        Databases::each(function (Database $database): void {
            $site = new SmallSite($database);
            $receiver = $this->receiver($database, $site);
            $body = ['key' => 'b1', 'as' => 'romeo', 'does' => 'follow', 'other' => 'juliet'];
            Check::same(204, $this->post($receiver, '/buddies', $body)->status);
            Check::same(204, $this->post($receiver, '/buddies', $body)->status, 'again');
            Check::same(400, $this->post($receiver, '/buddies', ['key' => 'b2', 'does' => 'marry'] + $body)->status);
            Check::same(422, $this->post($receiver, '/buddies', ['key' => 'b3', 'other' => 'romeo'] + $body)->status);
            Check::same(['romeo follow juliet'], $site->liked);
            Check::same('{"items":[{"after":"","limit":2}],"next":"7"}',
                $receiver->answer($this->request('GET', '/buddies?limit=2'), '/buddies', ['limit' => '2'])->body);
            Check::same('{"items":[{"after":"7","limit":100}],"next":null}',
                $receiver->answer($this->request('GET', '/buddies?after=7'), '/buddies', ['after' => '7', 'limit' => '1000'])->body);
            $none = new class () extends Site {
            };
            Check::same(501, $this->receiver($database, $none)->answer($this->request('GET', '/buddies'), '/buddies')->status);
        });
    }

    public function waitsForTheOtherOfTwoAtTheSameTime(): void
    {
        Databases::each(function (Database $database, callable $connect): void {
            $other = $connect();
            $other->run('INSERT INTO t_once (name, made) VALUES (?, ?)', [hash('sha256', '/posts k1'), self::NOW - 59]);
            $site = new SmallSite($database);
            $body = ['key' => 'k1', 'as' => 'romeo', 'title' => 'A', 'text' => 'a'];
            $busy = $this->post($this->receiver($database, $site), '/posts', $body);
            Check::same([503, '5'], [$busy->status, $busy->headers['retry-after']]);
            $other->run('UPDATE t_once SET made = ?', [self::NOW - 61]);
            Check::same(201, $this->post($this->receiver($database, $site), '/posts', $body)->status, 'the other one died');
            Check::same(1, $site->count());
        });
    }

    private function receiver(Database $database, ?Site $site = null): Receiver
    {
        return new Receiver([$this->key], $site ?? new SmallSite($database), $database, 't_', static function (): int {
            return self::NOW;
        });
    }

    private function post(Receiver $receiver, string $path, array $body): Response
    {
        return $receiver->answer($this->request('POST', $path, Json::write($body)), $path);
    }

    private function request(string $method, string $path, string $body = ''): Request
    {
        $target = '/base' . $path;
        return new Request($method, $target, Signature::headers($this->key, Signature::payload($method, $target, $body), self::NOW), $body);
    }
}
