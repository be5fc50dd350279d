<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/**
 * Answers what Ratatosk asks: looks at the signature, finds the method of the Site, and does what has a key once. Give Site and
 * Receiver the same connection to the database, and what is made and its key are durable together.
 */
final class Receiver
{
    /** How long a request may be, in bytes. */
    public const LIMIT = 1048576;

    /** Paths that make or change something: the method here, the fields that it needs. */
    private const CHANGES = [
        '/posts' => ['publish', []],
        '/posts/edit' => ['editPost', ['id']],
        '/posts/delete' => ['deletePost', ['id']],
        '/comments' => ['comment', ['post', 'text']],
        '/comments/edit' => ['editComment', ['id', 'text']],
        '/comments/delete' => ['deleteComment', ['id']],
        '/comments/moderate' => ['moderate', ['id', 'verdict']],
        '/likes' => ['like', []],
        '/buddies' => ['buddy', ['other', 'does']],
        '/media' => ['upload', ['name', 'type', 'data']],
    ];

    /** @var Key[] */
    private array $keys;
    private Site $site;
    private Database $database;
    private string $prefix;

    /** @var callable */
    private $clock;

    /**
     * @param Key[] $keys that are valid now
     * @param callable|null $clock the time in seconds
     */
    public function __construct(array $keys, Site $site, Database $database, string $prefix = 'ratatosk_', ?callable $clock = null)
    {
        $this->keys = $keys;
        $this->site = $site;
        $this->database = $database;
        $this->prefix = $prefix;
        $this->clock = $clock ?? 'time';
    }

    /**
     * Answers a request.
     *
     * @param string $path what follows the address that Ratatosk knows, as /posts
     * @param array<string, string> $query the parameters of the address
     */
    public function answer(Request $request, string $path, array $query = []): Response
    {
        if (strlen($request->body) > self::LIMIT) {
            return Response::problem(413, 'That is more than one mebibyte.');
        }
        if (!$this->isGenuine($request)) {
            return Response::problem(401, 'The signature is not good.');
        }
        try {
            return $this->dispatch($request, $path, $query);
        } catch (Refusal $refusal) {
            return $refusal->response();
        }
    }

    /** Whether one of the keys signed it just now, and it never came before. */
    private function isGenuine(Request $request): bool
    {
        $now = (int) ($this->clock)();
        $payload = Signature::payload($request->method, $request->target, $request->body);
        if (!Signature::verifies($this->keys, $request->headers, $payload, $now)) {
            return false;
        }
        try {
            $name = hash('sha256', $request->headers['webhook-id']);
            $this->database->run("INSERT INTO {$this->prefix}seen (name, made) VALUES (?, ?)", [$name, $now]);
            return true;
        } catch (Taken $e) {
            return false;
        }
    }

    private function dispatch(Request $request, string $path, array $query): Response
    {
        if ($path === '/events') {
            return $request->method === 'GET' ? $this->events($query) : Response::problem(405, 'Events are read with GET.');
        }
        if ($path === '/buddies' && $request->method === 'GET') {
            $limit = max(1, min(100, (int) ($query['limit'] ?? 100)));
            return Response::json(200, $this->site->buddies((string) ($query['after'] ?? ''), $limit));
        }
        $known = isset(self::CHANGES[$path]) || $path === '/password' || $path === '/credentials';
        if (!$known) {
            return Response::problem(404, 'There is nothing at this address.');
        }
        if ($request->method !== 'POST') {
            return Response::problem(405, 'This address takes POST only.');
        }
        $body = Json::read($request->body);
        if ($body === null) {
            throw Refusal::malformed('The body is no JSON object.');
        }
        if ($path === '/password') {
            return $this->password($body);
        }
        if ($path === '/credentials') {
            return Response::json(200, $this->site->credentials(self::text($body, 'user')));
        }
        return $this->change($request, $path, $body);
    }

    private function events(array $query): Response
    {
        $outbox = new Outbox($this->database, $this->prefix);
        $events = isset($query['after']) ? $outbox->after((int) $query['after'], (int) ($query['limit'] ?? 100)) : [];
        return Response::json(200, ['events' => $events, 'last' => $outbox->last()]);
    }

    private function password(array $body): Response
    {
        $person = $this->site->checkPassword(self::text($body, 'user'), self::text($body, 'password'));
        if ($person === null) {
            return Response::json(200, ['ok' => false]);
        }
        $roles = $person['roles'] ?? [];
        unset($person['roles']);
        return Response::json(200, ['ok' => true, 'person' => $person, 'roles' => $roles]);
    }

    private function change(Request $request, string $path, array $body): Response
    {
        [$method, $needed] = self::CHANGES[$path];
        foreach (array_merge(['key'], $needed) as $field) {
            self::text($body, $field);
        }
        $as = is_string($body['as'] ?? null) ? $body['as'] : null;
        if ($as === null && !($path === '/comments' && is_string($body['stranger'] ?? null))) {
            throw Refusal::malformed('The field "as" is missing.');
        }
        if ($as !== null && !$this->site->proves($as, $request)) {
            throw Refusal::forbidden('The site does not let Ratatosk act for ' . $as . '.');
        }
        return $this->once($path . ' ' . $body['key'], function () use ($method, $as, $body): array {
            return $this->$method((string) $as, $body);
        });
    }

    /** @param callable $change gives the status and the fields of the answer */
    private function once(string $key, callable $change): Response
    {
        $once = new Once($this->database, $this->prefix);
        $before = $once->begin($key, (int) ($this->clock)());
        if ($before !== null) {
            return $before === [] ? new Response(204) : Response::json(200, $before);
        }
        try {
            [$status, $fields] = $change();
            $once->done($key, $fields);
            return $fields === [] ? new Response(204) : Response::json($status, $fields);
        } catch (\Throwable $e) {
            $once->undone($key);
            throw $e;
        }
    }

    private function publish(string $as, array $body): array
    {
        return [201, $this->site->publish($as, new Draft($body))->fields()];
    }

    private function editPost(string $as, array $body): array
    {
        return [200, $this->site->edit($as, $body['id'], new Draft($body))->fields()];
    }

    private function deletePost(string $as, array $body): array
    {
        $this->site->delete($as, $body['id']);
        return [204, []];
    }

    private function comment(string $as, array $body): array
    {
        return [201, $this->site->comment(new Reply($body))->fields()];
    }

    private function editComment(string $as, array $body): array
    {
        return [200, $this->site->editComment($as, $body['id'], $body['text'])->fields()];
    }

    private function deleteComment(string $as, array $body): array
    {
        $this->site->deleteComment($as, $body['id']);
        return [204, []];
    }

    private function moderate(string $as, array $body): array
    {
        if (!in_array($body['verdict'], ['approve', 'hold', 'spam', 'trash'], true)) {
            throw Refusal::malformed('The verdict is approve, hold, spam or trash.');
        }
        return [200, $this->site->moderate($as, $body['id'], $body['verdict'])->fields()];
    }

    private function like(string $as, array $body): array
    {
        $kind = isset($body['comment']) ? 'comment' : 'post';
        if (!is_bool($body['likes'] ?? null)) {
            throw Refusal::malformed('The field "likes" is neither true nor false.');
        }
        $this->site->like($as, $kind, self::text($body, $kind), $body['likes']);
        return [204, []];
    }

    private function buddy(string $as, array $body): array
    {
        if (!in_array($body['does'], ['follow', 'unfollow', 'accept', 'reject', 'block', 'unblock'], true)) {
            throw Refusal::malformed('The field "does" is none of follow, unfollow, accept, reject, block and unblock.');
        }
        if ($body['other'] === $as) {
            throw Refusal::unfit('Nobody is a buddy of their own.');
        }
        $this->site->buddy($as, $body['does'], $body['other']);
        return [204, []];
    }

    private function upload(string $as, array $body): array
    {
        $data = base64_decode($body['data'], true);
        if ($data === false) {
            throw Refusal::malformed('The data are no base64.');
        }
        return [201, $this->site->upload($as, $body['name'], $body['type'], $data)];
    }

    private static function text(array $body, string $field): string
    {
        if (!is_string($body[$field] ?? null) || $body[$field] === '') {
            throw Refusal::malformed('The field "' . $field . '" is missing.');
        }
        return $body[$field];
    }
}
