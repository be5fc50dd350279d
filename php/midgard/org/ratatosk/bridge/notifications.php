<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;

/** Notifications of org.openpsa.notifications by XMPP. */
class org_ratatosk_bridge_notifications
{
    private const DOMAIN = 'org.openpsa.notifications';

    /**
     * Hands a notification over. It is kept, and sent after the page; whoever cannot log in has no address and gets none.
     *
     * @param array{title?: string, abstract?: string, content?: string, action?: string, link?: string} $message
     */
    public static function send(midcom_db_person $recipient, array $message): bool
    {
        $name = org_ratatosk_bridge::username($recipient);
        $fields = ['recipient' => $name];
        foreach (['title', 'abstract', 'content', 'link', 'action'] as $field) {
            if (isset($message[$field]) && is_scalar($message[$field])) {
                $fields[$field] = (string) $message[$field];
            }
        }
        if ($name === null || count($fields) < 2) {
            return false;
        }
        org_ratatosk_bridge::get()->keep(Activity::notification($fields), Activity::NOTIFICATION);
        return true;
    }

    /** What a person has chosen for an action, as "component:action": a notifier, none, or nothing, which is to inherit. */
    public static function preference(midcom_db_person $person, string $action): string
    {
        return (string) ($person->list_parameters(self::DOMAIN)[$action] ?? '');
    }

    /** Chooses XMPP for an action, as the page of preferences does for the notifiers that it knows of. */
    public static function prefer(midcom_db_person $person, string $action, string $notifier = 'xmpp'): bool
    {
        return $person->set_parameter(self::DOMAIN, $action, $notifier);
    }
}
