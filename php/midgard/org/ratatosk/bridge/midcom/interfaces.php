<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

/** The component: what it watches is in its manifest. */
class org_ratatosk_bridge_interface extends midcom_baseclasses_components_interface
{
    public function _on_watched_dba_create(midcom_core_dbaobject $object)
    {
        org_ratatosk_bridge_watcher::changed('Create', $object);
    }

    public function _on_watched_dba_update(midcom_core_dbaobject $object)
    {
        org_ratatosk_bridge_watcher::changed('Update', $object);
    }

    public function _on_watched_dba_delete(midcom_core_dbaobject $object)
    {
        org_ratatosk_bridge_watcher::deleted($object);
    }
}
