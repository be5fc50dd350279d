<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/**
 * The same for the notifier of 2010, which has a method for each way: use it in org_openpsa_notifications_notifier in place of its own
 * send_xmpp, which does nothing.
 *
 *     use org_ratatosk_bridge_send_xmpp;
 */
trait org_ratatosk_bridge_send_xmpp
{
    public function send_xmpp($message)
    {
        return $this->recipient instanceof midcom_db_person
            && org_ratatosk_bridge_notifications::send($this->recipient, $message);
    }

    /** The method without a name is called when a person has a preference of their own, since that is looked up under the wrong key. */
    public function send_($message)
    {
        $type = org_ratatosk_bridge_notifications::preference($this->recipient, (string) ($message['action'] ?? ''));
        $method = 'send_' . $type;
        return $type === 'none' || ($type !== '' && method_exists($this, $method) && $this->$method($message));
    }
}
