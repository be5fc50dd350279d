<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Json;
use Ratatosk\Key;
use Ratatosk\Request;
use Ratatosk\Response;
use Ratatosk\Signature;

require_once __DIR__ . '/../midgard/autoload.php';
require_once __DIR__ . '/MidgardStandIns.php';
require_once __DIR__ . '/StubTransport.php';

final class MidgardTest
{
    private const ACTION = 'net.nehmer.comments:comment_posted';
    private StubTransport $wire;
    private midcom_db_person $romeo;
    private midcom_db_person $juliet;
    private int $seen = 0;

    public function __construct()
    {
        $this->wire = new StubTransport();
        $key = Key::parse('site1:whsec_' . base64_encode(str_repeat('k', 32)));
        org_ratatosk_bridge::set(new org_ratatosk_bridge('https://xmpp.example', [$key], new PDO('sqlite::memory:'), $this->wire));
        midcom_core_dbaobject::$all = [];
        midcom::get()->listeners = [];
        midcom::login(null);
        org_openpsa_notifications::$default = 'none';
        org_openpsa_notifications_notifier_email::$sent = [];
        $this->romeo = $this->person('romeo');
        $this->juliet = $this->person('juliet');
        $this->told();
    }

    private function person(string $name): midcom_db_person
    {
        $person = new midcom_db_person();
        $person->username = $name;
        $person->name = ucfirst($name);
        $person->create();
        return $person;
    }

    /** What was told since the last time, in short. */
    private function told(): array
    {
        $told = [];
        foreach (org_ratatosk_bridge::get()->outbox()->after($this->seen, 100) as $event) {
            $this->seen = $event['seq'];
            $told[] = self::inShort($event['activity']);
        }
        return $told;
    }

    private static function inShort(array $activity): string
    {
        $object = $activity['object'];
        $tie = in_array($object['type'] ?? '', ['Follow', 'Block'], true);
        return $activity['type'] . ' ' . self::name($activity['actor']) . ' '
            . ($tie ? $object['type'] . ' ' . self::name($object['actor']) . ' ' . self::name($object['object']) : self::name($object))
            . (isset($activity['target']) ? ' ' . $activity['target']['name'] : '');
    }

    private static function name(array $object): string
    {
        return $object['preferredUsername'] ?? $object['name'] ?? $object['formerType'];
    }

    /** @return array[] the notifications that are sent */
    private function sent(): array
    {
        $this->wire->requests = [];
        org_ratatosk_bridge::get()->send();
        return array_map(static function (Request $request): array {
            return Json::read($request->body);
        }, array_values(array_filter($this->wire->requests, static function (Request $request): bool {
            return substr($request->target, -14) === '/notifications';
        })));
    }

    private function notify(): bool
    {
        return org_openpsa_notifications::notify(self::ACTION, $this->romeo->guid, ['title' => 'T', 'abstract' => 'A', 'content' => 'C']);
    }

    public function xmppIsANotifierLikeEmail(): void
    {
        org_openpsa_notifications::$default = 'xmpp';
        Check::true($this->notify(), 'taken');
        Check::same([], $this->wire->requests, 'the page sent nothing');
        [$message] = $this->sent();
        Check::true(strlen($message['key']) === 36, 'a key');
        unset($message['key']);
        Check::same(['recipient' => 'romeo', 'title' => 'T', 'abstract' => 'A', 'content' => 'C', 'action' => self::ACTION], $message);
    }

    public function aPersonsOwnPreferenceIsFoundInSpiteOfTheWrongKey(): void
    {
        org_ratatosk_bridge_notifications::prefer($this->romeo, self::ACTION);
        Check::true($this->notify(), 'taken');
        Check::same(1, count($this->sent()));
        org_ratatosk_bridge_notifications::prefer($this->romeo, self::ACTION, 'email');
        Check::true($this->notify(), 'mailed');
        Check::same(['romeo: T'], org_openpsa_notifications_notifier_email::$sent);
        org_ratatosk_bridge_notifications::prefer($this->romeo, self::ACTION, 'none');
        Check::true($this->notify(), 'not wanted');
        org_ratatosk_bridge_notifications::prefer($this->romeo, self::ACTION, 'pigeon');
        Check::true(!$this->notify(), 'no such notifier');
        Check::same([[], 1], [$this->sent(), count(org_openpsa_notifications_notifier_email::$sent)]);
    }

    public function whoCannotLogInGetsNothing(): void
    {
        $this->romeo->username = '';
        org_openpsa_notifications::$default = 'xmpp';
        Check::true(!$this->notify(), 'not taken');
        Check::same([], $this->sent());
    }

    public function theNotifierOf2010SendsToo(): void
    {
        $notifier = new Notifier2010($this->romeo);
        Check::true($notifier->send_xmpp(['abstract' => 'A', 'action' => self::ACTION, 'growl_to' => ['x']]), 'taken');
        Check::same(['A'], array_column($this->sent(), 'abstract'));
        foreach (['xmpp' => true, 'email' => true, 'none' => true, 'pigeon' => false] as $type => $taken) {
            org_ratatosk_bridge_notifications::prefer($this->romeo, self::ACTION, $type);
            Check::same($taken, $notifier->send_(['title' => 'T', 'abstract' => 'B', 'action' => self::ACTION]), $type);
        }
        Check::same(['B'], array_column($this->sent(), 'abstract'));
        Check::same(['romeo: T'], org_openpsa_notifications_notifier_email::$sent);
    }

    public function aRequestForABuddyIsApproved(): void
    {
        $entry = $this->entry();
        Check::same(['Follow romeo juliet'], $this->told());
        midcom::login($this->juliet);
        $entry->approve();
        Check::same(['Accept juliet Follow romeo juliet'], $this->told());
        midcom::login($this->romeo);
        $entry->delete();
        Check::same(['Undo romeo Follow romeo juliet'], $this->told());
    }

    public function aRequestForABuddyIsRejectedOrBlocked(): void
    {
        $entry = $this->entry();
        midcom::login($this->juliet);
        $entry->delete();
        $entry = $this->entry();
        $entry->blacklisted = true;
        $entry->update();
        Check::same(['Follow romeo juliet', 'Reject juliet Follow romeo juliet', 'Follow romeo juliet', 'Block juliet romeo'], $this->told());
        $entry->blacklisted = false;
        $entry->update();
        Check::same(['Undo juliet Block juliet romeo', 'Follow romeo juliet'], $this->told());
    }

    /** What Ratatosk asks, signed, and what the site answers. */
    private function asked(string $method, string $path, ?array $body = null, array $query = []): Response
    {
        $text = $body === null ? '' : Json::write($body + ['key' => bin2hex(random_bytes(8))]);
        $headers = Signature::headers(org_ratatosk_bridge::get()->keys()[0], Signature::payload($method, $path, $text), time());
        return org_ratatosk_bridge::get()->answer(new Request($method, $path, $headers, $text), $path, $query);
    }

    public function whatMembersDoInTheirClientsIsDoneHere(): void
    {
        $all = [];
        foreach ([['romeo', 'follow', 'juliet'], ['juliet', 'accept', 'romeo'], ['juliet', 'follow', 'romeo'], ['romeo', 'reject', 'juliet'],
            ['romeo', 'block', 'juliet'], ['romeo', 'unblock', 'juliet'], ['juliet', 'unfollow', 'romeo'], ['romeo', 'unfollow', 'juliet']] as [$as, $does, $other]) {
            Check::same(204, $this->asked('POST', '/buddies', ['as' => $as, 'does' => $does, 'other' => $other])->status, $does);
            $all[] = implode(', ', $this->all());
        }
        Check::same(['Follow romeo juliet', 'Accept juliet Follow romeo juliet', 'Accept juliet Follow romeo juliet, Follow juliet romeo',
            'Accept juliet Follow romeo juliet', 'Accept juliet Follow romeo juliet, Block romeo juliet',
            'Accept juliet Follow romeo juliet, Follow juliet romeo', 'Accept juliet Follow romeo juliet', ''], $all);
        Check::same([], $this->told(), 'nothing comes back');
        Check::same(403, $this->asked('POST', '/buddies', ['as' => 'nobody', 'does' => 'follow', 'other' => 'romeo'])->status);
        Check::same(404, $this->asked('POST', '/buddies', ['as' => 'romeo', 'does' => 'follow', 'other' => 'nobody'])->status);
    }

    public function theWholeListHasContactsToo(): void
    {
        $this->entry();
        $this->contacts([$this->juliet->guid, 'nobody']);
        Check::same(['Follow romeo juliet', 'Add romeo juliet contacts'], $this->all());
        Check::same(0, midcom::get()->auth->sudo);
    }

    /** @return string[] all pages, of one entry each */
    private function all(): array
    {
        $found = [];
        $after = '';
        do {
            $page = Json::read($this->asked('GET', '/buddies', null, ['limit' => '1'] + ($after === '' ? [] : ['after' => $after]))->body);
            foreach ($page['items'] as $activity) {
                $found[] = self::inShort($activity);
            }
            $after = $page['next'];
        } while ($after !== null);
        return $found;
    }

    public function whatAClientDidComesBackToNobody(): void
    {
        foreach ([['subscribe', true], ['subscribe', false], ['approve', true], ['approve', false], ['block', true], ['block', false],
            ['remove', false], ['unblock', true], ['unblock', false], ['remove', true], ['remove', false], ['block', true]] as [$what, $done]) {
            Check::same($done, org_ratatosk_bridge_buddies::apply($what, $this->romeo, $this->juliet), $what);
        }
        Check::same([], $this->told());
        Check::same(0, midcom::get()->auth->sudo);
        org_ratatosk_bridge_buddies::apply('unblock', $this->romeo, $this->juliet);
        org_ratatosk_bridge_buddies::apply('remove', $this->romeo, $this->juliet);
        org_ratatosk_bridge_buddies::apply('subscribe', $this->juliet, $this->romeo);
        $this->entry();
        Check::same(['Follow romeo juliet'], $this->told(), 'the site is heard again');
    }

    private function entry(): net_nehmer_buddylist_entry
    {
        $entry = new net_nehmer_buddylist_entry();
        $entry->account = $this->romeo->guid;
        $entry->buddy = $this->juliet->guid;
        $entry->create();
        return $entry;
    }

    public function myContactsAreToldAsTheyComeAndGo(): void
    {
        midcom::get()->listeners[] = [org_ratatosk_bridge_mycontacts::class, 'on_parameter'];
        $guest = $this->person('');
        $this->contacts([$this->juliet->guid, $guest->guid, 'nobody']);
        $this->contacts([2 => $this->juliet->guid, $guest->guid]);
        $this->contacts([]);
        Check::same(['Add romeo juliet contacts', 'Remove romeo juliet contacts'], $this->told());
        $this->romeo->set_parameter('org.openpsa.contacts', 'mycontacts', 'damaged');
        $this->romeo->set_parameter('org.openpsa.contacts', 'mycontacts', serialize([new ArrayObject(), ['x']]));
        Check::same([], $this->told());
    }

    private function contacts(array $guids): void
    {
        $this->romeo->set_parameter('org.openpsa.contacts', 'mycontacts', serialize($guids));
    }

    public function articlesAreToldWhileTheyAreSeen(): void
    {
        $article = new midcom_db_article();
        $article->title = 'Day';
        $article->metadata->creator = $this->romeo->guid;
        $article->metadata->approved = false;
        $article->create();
        Check::same([], $this->told());
        $article->metadata->approved = true;
        $article->update();
        $article->metadata->visible = false;
        $article->update();
        Check::same(['Update romeo Day', 'Delete somebody Article'], $this->told());
        midcom::login($this->juliet);
        $article->delete();
        Check::same(['Delete juliet Article'], $this->told());
    }

    public function commentsAreToldByTheirStatus(): void
    {
        $comment = new net_nehmer_comments_comment();
        $comment->author = 'Carol';
        $comment->title = 'On day';
        $comment->content = 'a < b';
        $comment->objectguid = 'article';
        $comment->status = net_nehmer_comments_comment::NEW_ANONYMOUS;
        $comment->create();
        $note = org_ratatosk_bridge::get()->outbox()->after($this->seen, 1)[0]['activity']['object'];
        Check::same(['a &lt; b', 'urn:midgard:article'], [$note['content'], $note['inReplyTo']]);
        midcom::login($this->juliet);
        foreach ([3, 6, 5, 1, 2] as $status) {
            $comment->status = $status;
            $comment->update();
        }
        Check::same(['Create Carol On day', 'Offer Carol On day', 'Accept juliet On day', 'Update Carol On day', 'Reject juliet On day',
            'Reject juliet On day'], $this->told());
    }

    public function membersAreToldWithTheirAddressInTheNetwork(): void
    {
        $this->romeo->set_parameter('org.openpsa.jabber', 'jid', 'romeo@montague.example');
        $this->romeo->update();
        $event = org_ratatosk_bridge::get()->outbox()->after($this->seen, 1)[0]['activity'];
        Check::same('romeo@montague.example', $event['object']['jid']);
        $this->romeo->delete();
        $this->person('');
        Check::same(['Update romeo romeo', 'Delete somebody romeo'], $this->told());
    }

    public function presenceIsShownWhereTheSiteAsksEdgar(): void
    {
        $bridge = org_ratatosk_bridge::get();
        Check::same($bridge->client()->presencePicture('a@b'), $bridge->edgarUrl() . '?jid=' . rawurlencode('a@b') . '&type=image');
    }

    public function theConfigurationIsOneThatMidcomReads(): void
    {
        $config = eval('return [' . file_get_contents(__DIR__ . '/../midgard/org/ratatosk/bridge/config/config.inc') . '];');
        Check::same(['address', 'key', 'database', 'authority'], array_keys($config));
    }
}
