package org.ratatosk.server.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Record;

/**
 * What the DNS says about a name. Immutable.
 *
 * @param records of the type that was asked for, bounded in number; none if there are none
 * @param life how long it may be kept
 * @param secure whether DNSSEC proves it, all aliases on the way included
 */
record Answer(List<Record> records, Duration life, boolean secure) {
    Answer {
        records = List.copyOf(records);
    }

    /** The records as what they are. */
    <T extends Record> List<T> as(Class<T> type) {
        return records.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
