<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/**
 * The notifier without a name. When a person has a preference of their own, org.openpsa.notifications looks it up under the wrong key,
 * gets nothing, and asks for the notifier of that: this one. It looks under the right key.
 */
class org_openpsa_notifications_notifier_ implements org_openpsa_notifications_notifier
{
    public function send(midcom_db_person $recipient, array $message)
    {
        $type = org_ratatosk_bridge_notifications::preference($recipient, (string) ($message['action'] ?? ''));
        if ($type === 'none') {
            return true;
        }
        $class = 'org_openpsa_notifications_notifier_' . $type;
        return $type !== '' && class_exists($class) ? (new $class())->send($recipient, $message) : false;
    }
}
