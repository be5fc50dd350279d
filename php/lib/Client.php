<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

namespace Ratatosk;

/** Asks Ratatosk. Each call waits for the answer, so none belongs into a page; see Outbox for that. */
final class Client
{
    private string $address;
    private Key $key;
    private Transport $transport;

    /** @var callable */
    private $clock;

    /**
     * @param string $address of Ratatosk's pages, as https://xmpp.example.org
     * @param callable|null $clock the time in seconds
     */
    public function __construct(string $address, Key $key, Transport $transport, ?callable $clock = null)
    {
        $this->address = rtrim($address, '/') . '/api/v1';
        $this->key = $key;
        $this->transport = $transport;
        $this->clock = $clock ?? 'time';
    }

    /**
     * Tells what happened. None at all only asks whether the address and the key are good.
     *
     * @param array[] $activities up to 100, the oldest first
     * @return array{accepted?: int, known?: int, ignored?: int}
     * @throws Failure
     */
    public function events(array $activities): array
    {
        $body = Json::write(count($activities) === 1 ? $activities[0] : [
            '@context' => Activity::CONTEXT,
            'type' => 'OrderedCollection',
            'totalItems' => count($activities),
            'orderedItems' => $activities,
        ]);
        return $this->ask('POST', '/events', $body, $body);
    }

    /**
     * Hands over a message of the site's own notification service.
     *
     * @param array{recipient: string, title?: string, abstract?: string, content?: string, link?: string, action?: string} $message
     * @return array{number: int}
     * @throws Failure
     */
    public function notify(array $message): array
    {
        return $this->call('POST', '/notifications', $message);
    }

    /**
     * Says how a member is; one that is not known is made.
     *
     * @param array{displayName?: string, active?: bool, avatar?: array, roles?: string[], id?: string} $member
     * @throws Failure
     */
    public function putMember(string $name, array $member): void
    {
        $this->call('PUT', '/members/' . rawurlencode($name), $member);
    }

    /** @throws Failure */
    public function renameMember(string $name, string $to): void
    {
        $this->call('POST', '/members/' . rawurlencode($name) . '/rename', ['to' => $to]);
    }

    /**
     * Deletes a member; a later one of that name inherits nothing.
     *
     * @throws Failure
     */
    public function deleteMember(string $name): void
    {
        $this->call('DELETE', '/members/' . rawurlencode($name));
    }

    /**
     * What was said of a member's buddies.
     *
     * @return array{buddies?: array[]}
     * @throws Failure
     */
    public function buddies(string $name): array
    {
        return $this->call('GET', '/buddies/' . rawurlencode($name));
    }

    /**
     * Says how a member stands to another.
     *
     * @param string $state agreed (the member sees the other, who agreed to it), asked, contact or blocked
     * @throws Failure
     */
    public function putBuddy(string $name, string $other, string $state = 'agreed'): void
    {
        $this->call('PUT', '/buddies/' . rawurlencode($name) . '/' . rawurlencode($other), ['state' => $state]);
    }

    /** @throws Failure */
    public function deleteBuddy(string $name, string $other): void
    {
        $this->call('DELETE', '/buddies/' . rawurlencode($name) . '/' . rawurlencode($other));
    }

    /**
     * How a member is to be seen, as far as the member lets it be seen.
     *
     * @return array{show?: string, status?: string, since?: string}
     * @throws Failure
     */
    public function presence(string $name): array
    {
        return $this->call('GET', '/presence/' . rawurlencode($name));
    }

    /**
     * Tells all members something.
     *
     * @throws Failure
     */
    public function announce(string $title, string $content, string $link = ''): void
    {
        $this->call('POST', '/announcements', array_filter(['title' => $title, 'content' => $content, 'link' => $link], 'strlen'));
    }

    /** The address of a picture that shows whether somebody is there; for the pages, and unsigned. */
    public function presencePicture(string $jid): string
    {
        return $this->address . '/presence?jid=' . rawurlencode($jid) . '&type=image';
    }

    private function call(string $method, string $path, ?array $body = null): array
    {
        $text = $body === null ? '' : Json::write($body);
        return $this->ask($method, $path, $text, Signature::payload($method, $this->target($path), $text));
    }

    /** What stands in the first line of the request. */
    private function target(string $path): string
    {
        return ((string) parse_url($this->address, PHP_URL_PATH)) . $path;
    }

    private function ask(string $method, string $path, string $body, string $payload): array
    {
        $headers = Signature::headers($this->key, $payload, (int) ($this->clock)()) + ['accept' => 'application/json'];
        if ($body !== '') {
            $headers['content-type'] = 'application/json';
        }
        $response = $this->transport->send(new Request($method, $this->address . $path, $headers, $body));
        if ($response->status < 200 || $response->status > 299) {
            throw $this->refusal($response);
        }
        return Json::read($response->body) ?? [];
    }

    private function refusal(Response $response): Failure
    {
        $status = $response->status;
        $said = Json::read($response->body);
        $sentence = is_string($said['detail'] ?? null) ? $said['detail'] : 'Ratatosk answered with the status ' . $status . '.';
        $date = strtotime($response->headers['date'] ?? '');
        if ($status === 401 && $date !== false && abs($date - ($this->clock)()) > Signature::TOLERANCE) {
            $sentence = 'The clocks of this site and of Ratatosk differ by more than five minutes.';
        } elseif ($status === 401 && !isset($said['detail'])) {
            $sentence = 'Ratatosk does not know this key.';
        } elseif ($status >= 300 && $status < 400) {
            $sentence = 'That address leads elsewhere (' . ($response->headers['location'] ?? 'unknown') . '); use the one it leads to.';
        } elseif ($status === 404 && !isset($said['detail'])) {
            $sentence = 'There is a website at that address, but no Ratatosk.';
        }
        return new Failure($sentence, $status, $status === 429 || $status >= 500);
    }
}
