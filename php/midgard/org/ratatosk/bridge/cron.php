<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/** Sends each minute what the requests did not send. */
class org_ratatosk_bridge_cron extends midcom_baseclasses_components_cron_handler
{
    public function execute()
    {
        org_ratatosk_bridge::get()->send();
    }
}
