<?php
// SPDX-License-Identifier: GPL-2.0-or-later OR Apache-2.0

declare(strict_types=1);

use Ratatosk\Activity;

/**
 * The list "my contacts" of org.openpsa.contacts: private, one-sided, and nobody is asked. In a client it is an entry without presence.
 * No watch tells of parameters, so a site hangs this into the dispatcher:
 *
 *     midcom::get()->dispatcher->addListener(midcom\events\dbaevent::PARAMETER, [org_ratatosk_bridge_mycontacts::class, 'on_parameter']);
 */
class org_ratatosk_bridge_mycontacts
{
    private const CONTACTS = ['org.openpsa.contacts', 'mycontacts'];

    /** What Ratatosk was told of. */
    private const TOLD = ['org.ratatosk.bridge', 'mycontacts'];

    private const LIST = ['type' => 'Collection', 'name' => 'contacts'];

    /** @param object $event with the object that has the parameter */
    public static function on_parameter($event): void
    {
        $object = $event->get_object();
        if ($object instanceof midcom_db_person && org_ratatosk_bridge::username($object) !== null) {
            self::compare($object);
        }
    }

    /** Tells what came to the list and what left it since the last time. */
    public static function compare(midcom_db_person $person): void
    {
        $now = self::guids((string) $person->get_parameter(...self::CONTACTS));
        $before = array_filter(explode(' ', (string) $person->get_parameter(...self::TOLD)));
        if ($now === array_values($before)) {
            return;
        }
        // First this: setting it is a change of a parameter too, and must find nothing more to tell.
        $person->set_parameter(self::TOLD[0], self::TOLD[1], implode(' ', $now));
        self::tell('Add', $person, array_diff($now, $before));
        self::tell('Remove', $person, array_diff($before, $now));
    }

    /** @return string[] the list is what PHP serialises, and nothing but strings is taken from it */
    private static function guids(string $saved): array
    {
        $list = $saved === '' ? [] : @unserialize($saved, ['allowed_classes' => false]);
        $guids = array_filter(is_array($list) ? $list : [], 'is_string');
        return array_values(array_unique($guids));
    }

    private static function tell(string $type, midcom_db_person $person, array $guids): void
    {
        foreach ($guids as $guid) {
            $other = org_ratatosk_bridge::byGuid($guid);
            if ($other !== null && org_ratatosk_bridge::username($other) !== null) {
                $actor = org_ratatosk_bridge::person($person);
                org_ratatosk_bridge::get()->tell($type, $actor, org_ratatosk_bridge::person($other), $person->guid, self::LIST);
            }
        }
    }

    /**
     * The lists in the words of events, as they are now.
     *
     * @param int $after the number of the last person before
     * @return array{array[], int} and the number of the last person, or 0 if there are no more
     */
    public static function page(int $after, int $limit): array
    {
        $query = midcom_db_person::new_query_builder();
        $query->add_constraint('parameter.domain', '=', self::CONTACTS[0]);
        $query->add_constraint('parameter.name', '=', self::CONTACTS[1]);
        $query->add_constraint('id', '>', $after);
        $query->add_order('id');
        $query->set_limit($limit);
        $people = $query->execute() ?: [];
        $items = [];
        foreach ($people as $person) {
            foreach (org_ratatosk_bridge::username($person) === null ? [] : self::guids((string) $person->get_parameter(...self::CONTACTS)) as $guid) {
                $other = org_ratatosk_bridge::byGuid($guid);
                if ($other !== null && org_ratatosk_bridge::username($other) !== null) {
                    $actor = org_ratatosk_bridge::person($person);
                    $items[] = Activity::of('Add', $actor, org_ratatosk_bridge::person($other), time()) + ['target' => self::LIST];
                }
            }
        }
        return [$items, count($people) < $limit ? 0 : (int) end($people)->id];
    }
}
