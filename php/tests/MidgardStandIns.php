<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

// As much of Midgard as the parts for it touch, with the names and the ways of its published sources, and nothing of its code.

const MIDCOM_OPERATION_DBA_CREATE = 1;
const MIDCOM_OPERATION_DBA_UPDATE = 2;
const MIDCOM_OPERATION_DBA_DELETE = 4;
const MIDCOM_CRON_MINUTE = 10;

class midcom_error extends Exception
{
}

final class midcom
{
    private static ?self $self = null;
    public object $auth;
    public object $permalinks;

    /** @var callable[] called when a parameter was set */
    public array $listeners = [];

    public static function get(): self
    {
        if (self::$self === null) {
            self::$self = new self();
            self::$self->auth = new class () {
                public ?object $user = null;
                public int $sudo = 0;

                public function request_sudo(string $component): bool
                {
                    $this->sudo++;
                    return true;
                }

                public function drop_sudo(): void
                {
                    $this->sudo--;
                }

                public function get_user_by_name(string $name): ?object
                {
                    foreach (midcom_core_dbaobject::$all as $one) {
                        if ($one instanceof midcom_db_person && $name !== '' && $one->username === $name) {
                            return midcom::user($one);
                        }
                    }
                    return null;
                }
            };
            self::$self->permalinks = new class () {
                public function create_permalink(string $guid): string
                {
                    return 'https://midgard.example/midcom-permalink-' . $guid;
                }
            };
        }
        return self::$self;
    }

    /** Whoever is logged in, or nobody. */
    public static function login(?midcom_db_person $person): void
    {
        self::get()->auth->user = $person === null ? null : self::user($person);
    }

    public static function user(midcom_db_person $person): object
    {
        return new class ($person) {
            private midcom_db_person $person;

            public function __construct(midcom_db_person $person)
            {
                $this->person = $person;
            }

            public function get_storage(): midcom_db_person
            {
                return $this->person;
            }
        };
    }
}

abstract class midcom_core_dbaobject
{
    private static int $count = 0;

    /** @var self[] */
    public static array $all = [];
    public int $id = 0;
    public string $guid = '';
    public object $metadata;
    private array $parameters = [];

    public function __construct()
    {
        $this->metadata = new class () {
            public string $creator = '';
            public int $published = 0;
            public bool $visible = true;
            public bool $approved = true;

            public function is_visible(): bool
            {
                return $this->visible;
            }

            public function is_approved(): bool
            {
                return $this->approved;
            }
        };
    }

    /** What is asked of objects of this class, by fields and by the domain and name of a parameter, after the numbers. */
    public static function new_query_builder(): object
    {
        return new class (static::class) {
            private string $class;
            private array $constraints = [];
            private int $limit = 0;

            public function __construct(string $class)
            {
                $this->class = $class;
            }

            public function add_constraint(string $field, string $operator, $value): void
            {
                $this->constraints[] = [$field, $operator, $value];
            }

            public function add_order(string $field): void
            {
                Check::same('id', $field);
            }

            public function set_limit(int $limit): void
            {
                $this->limit = $limit;
            }

            public function execute(): array
            {
                $found = array_values(array_filter(midcom_core_dbaobject::$all, function (midcom_core_dbaobject $one): bool {
                    foreach ($one instanceof $this->class ? $this->constraints : [['guid', '=', '']] as [$field, $operator, $value]) {
                        if (!$one->fits($field, $operator, $value)) {
                            return false;
                        }
                    }
                    return true;
                }));
                return $this->limit === 0 ? $found : array_slice($found, 0, $this->limit);
            }
        };
    }

    public function fits(string $field, string $operator, $value): bool
    {
        if ($field === 'parameter.domain') {
            return isset($this->parameters[$value]);
        }
        if ($field === 'parameter.name') {
            return in_array($value, array_merge(...array_map('array_keys', array_values($this->parameters))), true);
        }
        return $operator === '>' ? $this->$field > $value : $this->$field === $value;
    }

    public function create(): bool
    {
        $this->id = ++self::$count;
        $this->guid = 'guid' . $this->id;
        self::$all[$this->guid] = $this;
        return $this->watched(MIDCOM_OPERATION_DBA_CREATE);
    }

    public function update(): bool
    {
        return $this->watched(MIDCOM_OPERATION_DBA_UPDATE);
    }

    public function delete(): bool
    {
        unset(self::$all[$this->guid]);
        return $this->watched(MIDCOM_OPERATION_DBA_DELETE);
    }

    /** Calls the component as its manifest wants it. */
    private function watched(int $operation): bool
    {
        $manifest = eval('return [' . file_get_contents(__DIR__ . '/../midgard/org/ratatosk/bridge/config/manifest.inc') . '];');
        foreach ($manifest['watches'] as $watch) {
            foreach ($watch['classes'] as $class) {
                if ($this instanceof $class && ($watch['operations'] & $operation) !== 0) {
                    (new org_ratatosk_bridge_interface())->trigger_watch($operation, $this);
                }
            }
        }
        return true;
    }

    public function get_parameter(string $domain, string $name)
    {
        return $this->parameters[$domain][$name] ?? null;
    }

    public function list_parameters(?string $domain = null): array
    {
        return $domain === null ? $this->parameters : $this->parameters[$domain] ?? [];
    }

    public function set_parameter(string $domain, string $name, $value): bool
    {
        $this->parameters[$domain][$name] = (string) $value;
        foreach (midcom::get()->listeners as $listener) {
            $listener(new class ($this) {
                private midcom_core_dbaobject $object;

                public function __construct(midcom_core_dbaobject $object)
                {
                    $this->object = $object;
                }

                public function get_object(): midcom_core_dbaobject
                {
                    return $this->object;
                }
            });
        }
        return true;
    }
}

class midcom_db_person extends midcom_core_dbaobject
{
    public string $name = '';
    public string $username = '';

    public static function get_cached($guid): self
    {
        $person = self::$all[$guid] ?? null;
        if (!$person instanceof self) {
            throw new midcom_error('no such person');
        }
        return $person;
    }
}

class midcom_db_article extends midcom_core_dbaobject
{
    public string $title = '';
    public string $content = '';
}

class net_nehmer_comments_comment extends midcom_core_dbaobject
{
    const JUNK = 1;
    const ABUSE = 2;
    const REPORTED_ABUSE = 3;
    const NEW_ANONYMOUS = 4;
    const NEW_USER = 5;
    const MODERATED = 6;
    public string $author = '';
    public string $objectguid = '';
    public string $title = '';
    public string $content = '';
    public int $status = self::NEW_USER;

    public static function get_default_status(): array
    {
        return [self::NEW_ANONYMOUS, self::NEW_USER, self::MODERATED];
    }
}

class net_nehmer_buddylist_entry extends midcom_core_dbaobject
{
    public string $account = '';
    public string $buddy = '';
    public bool $isapproved = false;
    public bool $blacklisted = false;
    public int $added = 1700000000;

    public function approve(): void
    {
        if (midcom::get()->auth->sudo === 0 && midcom::get()->auth->user->get_storage()->guid !== $this->buddy) {
            throw new midcom_error('not yours');
        }
        $this->isapproved = true;
        $this->update();
    }
}

class midcom_baseclasses_components_interface
{
    public function trigger_watch(int $operation, midcom_core_dbaobject $object): void
    {
        $names = [MIDCOM_OPERATION_DBA_CREATE => 'create', MIDCOM_OPERATION_DBA_UPDATE => 'update', MIDCOM_OPERATION_DBA_DELETE => 'delete'];
        $this->{'_on_watched_dba_' . $names[$operation]}($object);
    }
}

interface org_openpsa_notifications_notifier
{
    public function send(midcom_db_person $recipient, array $message);
}

class org_openpsa_notifications_notifier_email implements org_openpsa_notifications_notifier
{
    /** @var string[] */
    public static array $sent = [];

    public function send(midcom_db_person $recipient, array $message)
    {
        self::$sent[] = $recipient->username . ': ' . $message['title'];
        return true;
    }
}

/** Chooses the notifier as the published one does, with what goes wrong there: a person's own preference is looked up under half of its key. */
final class org_openpsa_notifications
{
    public static string $default = 'none';

    public static function notify(string $component_action, string $recipient, array $message): bool
    {
        $person = midcom_db_person::get_cached($recipient);
        $own = $person->list_parameters('org.openpsa.notifications');
        $half = explode(':', $component_action)[1];
        $type = isset($own[$component_action]) ? $own[$half] ?? null : self::$default;
        if ($type == 'none') {
            return true;
        }
        $class = 'org_openpsa_notifications_notifier_' . $type;
        return class_exists($class) && (new $class())->send($person, ['action' => $component_action] + $message);
    }
}

/** The notifier as it was in 2010, with the methods of the package in place of its own. */
final class Notifier2010
{
    use org_ratatosk_bridge_send_xmpp;

    public midcom_db_person $recipient;

    public function __construct(midcom_db_person $recipient)
    {
        $this->recipient = $recipient;
    }

    public function send_email($message): bool
    {
        return (new org_openpsa_notifications_notifier_email())->send($this->recipient, $message);
    }
}
