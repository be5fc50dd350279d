<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;
use Ratatosk\Client;
use Ratatosk\Key;
use Ratatosk\Outbox;
use Ratatosk\PdoDatabase;
use Ratatosk\Receiver;
use Ratatosk\Request;
use Ratatosk\Response;
use Ratatosk\StreamTransport;
use Ratatosk\Tables;
use Ratatosk\Transport;

/**
 * The connection of a Midgard site to its Ratatosk, after the configuration of the component org.ratatosk.bridge. Events are kept at once
 * and sent at the end of the request, and by cron.
 */
class org_ratatosk_bridge
{
    /** Where the site keeps the address of a person in the network. */
    private const JID = ['org.openpsa.jabber', 'jid'];

    private static ?self $instance = null;

    private string $address;

    /** @var Key[] */
    private array $keys;
    private PdoDatabase $database;
    private Outbox $outbox;
    private Transport $transport;
    private bool $sendsAtEnd = false;

    /** The component's own, made when it is first needed. */
    public static function get(): self
    {
        if (self::$instance === null) {
            $config = midcom_baseclasses_components_configuration::get('org.ratatosk.bridge', 'config');
            self::$instance = new self(
                (string) $config->get('address'),
                Key::parseAll((string) $config->get('key')),
                new PDO((string) $config->get('database')),
                new StreamTransport(5.0, $config->get('authority') ?: null)
            );
        }
        return self::$instance;
    }

    /** Uses another one from now on. */
    public static function set(?self $instance): void
    {
        self::$instance = $instance;
    }

    /** @param Key[] $keys the newest first */
    public function __construct(string $address, array $keys, PDO $pdo, Transport $transport)
    {
        $this->address = $address;
        $this->keys = $keys;
        $this->transport = $transport;
        $this->database = new PdoDatabase($pdo);
        (new Tables($this->database))->install();
        $this->outbox = new Outbox($this->database);
    }

    public function outbox(): Outbox
    {
        return $this->outbox;
    }

    /** @return Key[] that are valid */
    public function keys(): array
    {
        return $this->keys;
    }

    /**
     * Answers what Ratatosk asks, at the address that it has for this site.
     *
     * @param string $path what follows that address, as /buddies
     * @param array<string, string> $query the parameters of the address
     */
    public function answer(Request $request, string $path, array $query = []): Response
    {
        return (new Receiver($this->keys, new org_ratatosk_bridge_site(), $this->database))->answer($request, $path, $query);
    }

    public function client(): Client
    {
        return new Client($this->address, $this->keys[0], $this->transport);
    }

    /** What org.openpsa.contacts wants as jabber_edgar_url, to show who is there. */
    public function edgarUrl(): string
    {
        return rtrim($this->address, '/') . '/api/v1/presence';
    }

    /**
     * Keeps an event.
     *
     * @param array|string $object what it happened to
     * @param string $about the same in short
     * @param array|null $target where it leads
     */
    public function tell(string $type, array $actor, $object, string $about, ?array $target = null): void
    {
        $this->keep(Activity::of($type, $actor, $object, time()) + ($target === null ? [] : ['target' => $target]), $about);
    }

    /** Keeps whatever Outbox takes. */
    public function keep(array $activity, string $about): void
    {
        $this->outbox->add($activity, substr($about, 0, 64), time());
        if (!$this->sendsAtEnd) {
            $this->sendsAtEnd = true;
            register_shutdown_function([$this, 'leave']);
        }
    }

    /** At the end of a request: the page goes out first, where the server of PHP can do so; else all is left to cron. */
    public function leave(): void
    {
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
            $this->send();
        }
    }

    /** Sends what is due. For cron. */
    public function send(): ?string
    {
        return $this->keys === [] || $this->address === '' ? null : $this->outbox->send($this->client(), time());
    }

    /** A person in the words of events. */
    public static function person(midcom_db_person $person, array $more = []): array
    {
        $login = self::username($person);
        $jid = (string) $person->get_parameter(...self::JID);
        $more += $jid === '' ? [] : ['jid' => $jid];
        return Activity::person($login, $person->name !== '' ? $person->name : (string) $login, 'urn:midgard:' . $person->guid, $more);
    }

    /** The name by which a person logs in, or null for those who cannot. */
    public static function username(midcom_db_person $person): ?string
    {
        $name = class_exists('midcom_core_account')
            ? (new midcom_core_account($person))->get_username()
            : ($person->username ?? '');
        return (string) $name === '' ? null : (string) $name;
    }

    /** Whoever does what is being done, or else the one given. */
    public static function actor(array $otherwise): array
    {
        $user = midcom::get()->auth->user;
        return $user ? self::person($user->get_storage()) : $otherwise;
    }

    /** The person of that guid, or null. */
    public static function byGuid(string $guid): ?midcom_db_person
    {
        try {
            return midcom_db_person::get_cached($guid);
        } catch (midcom_error $e) {
            return null;
        }
    }
}
