<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Client;
use Ratatosk\Failure;
use Ratatosk\Json;
use Ratatosk\Key;
use Ratatosk\Response;
use Ratatosk\Signature;

require_once __DIR__ . '/StubTransport.php';

final class ClientTest
{
    private const NOW = 1700000000;
    private Key $key;
    private StubTransport $wire;
    private Client $client;

    public function __construct()
    {
        $this->key = Key::parse('site1:whsec_' . base64_encode(str_repeat('k', 32)));
        $this->wire = new StubTransport();
        $this->client = new Client('https://xmpp.example/under/', $this->key, $this->wire, static function (): int {
            return self::NOW;
        });
    }

    public function signsEventsByTheirBodyAlone(): void
    {
        $this->client->events([['type' => 'Create', 'id' => 'a']]);
        $request = $this->wire->requests[0];
        Check::same(['POST', 'https://xmpp.example/under/api/v1/events'], [$request->method, $request->target]);
        Check::true(Signature::verifies([$this->key], $request->headers, $request->body, self::NOW), 'plain Standard Webhooks');
        Check::same('a', Json::read($request->body)['id']);
    }

    public function packsSeveralEventsIntoACollection(): void
    {
        $this->client->events([['id' => 'a'], ['id' => 'b']]);
        $body = Json::read($this->wire->requests[0]->body);
        Check::same(['OrderedCollection', 2, ['a', 'b']], [$body['type'], $body['totalItems'], array_column($body['orderedItems'], 'id')]);
        $this->client->events([]);
        Check::same([], Json::read($this->wire->requests[1]->body)['orderedItems']);
    }

    public function signsAllElseWithTheWay(): void
    {
        $this->client->putMember('romeo', ['displayName' => 'Romeo']);
        $this->client->renameMember('romeo', 'romeo2');
        $this->client->deleteMember('a/b c');
        $this->client->buddies('romeo');
        $this->client->putBuddy('romeo', 'juliet');
        $this->client->deleteBuddy('romeo', 'juliet');
        $this->client->presence('romeo');
        $this->client->notify(['recipient' => 'romeo', 'abstract' => 'x']);
        $this->client->announce('Fair', 'On Sunday');
        $ways = [];
        foreach ($this->wire->requests as $request) {
            $target = substr($request->target, strlen('https://xmpp.example'));
            $payload = Signature::payload($request->method, $target, $request->body);
            Check::true(Signature::verifies([$this->key], $request->headers, $payload, self::NOW), $target);
            $ways[] = $request->method . ' ' . substr($target, strlen('/under/api/v1'));
        }
        Check::same(['PUT /members/romeo', 'POST /members/romeo/rename', 'DELETE /members/a%2Fb%20c', 'GET /buddies/romeo',
            'PUT /buddies/romeo/juliet', 'DELETE /buddies/romeo/juliet', 'GET /presence/romeo', 'POST /notifications',
            'POST /announcements'], $ways);
        Check::same(['title' => 'Fair', 'content' => 'On Sunday'], Json::read(end($this->wire->requests)->body));
    }

    public function saysInWordsWhatIsWrong(): void
    {
        foreach ([
            [new Response(401), 'does not know this key', false],
            [new Response(401, ['date' => gmdate('D, d M Y H:i:s', self::NOW + 400) . ' GMT']), 'clocks', false],
            [new Response(404, [], '<html>'), 'no Ratatosk', false],
            [new Response(301, ['location' => 'https://elsewhere']), 'https://elsewhere', false],
            [new Response(500), '500', true],
            [new Response(429), '429', true],
            [Response::problem(422, 'That member has no address.'), 'That member has no address.', false],
        ] as [$response, $words, $temporary]) {
            $this->wire->answer = static function () use ($response): Response {
                return $response;
            };
            $failure = Check::throws(Failure::class, function () {
                $this->client->presence('romeo');
            });
            Check::contains($words, $failure->getMessage());
            Check::same($temporary, $failure->temporary(), $words);
            Check::same($response->status, $failure->status());
        }
    }

    public function knowsThePictureOfPresence(): void
    {
        Check::same(
            'https://xmpp.example/under/api/v1/presence?jid=romeo%40example.org&type=image',
            $this->client->presencePicture('romeo@example.org')
        );
    }
}
