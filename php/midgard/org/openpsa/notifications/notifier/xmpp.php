<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/** Sends the short form of a notification as an XMPP message, by Ratatosk. Found by org.openpsa.notifications under the preference "xmpp". */
class org_openpsa_notifications_notifier_xmpp implements org_openpsa_notifications_notifier
{
    public function send(midcom_db_person $recipient, array $message)
    {
        return org_ratatosk_bridge_notifications::send($recipient, $message);
    }
}
