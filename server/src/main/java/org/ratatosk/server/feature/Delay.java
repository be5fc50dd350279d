package org.ratatosk.server.feature;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/** XEP-0203: when something was really sent. Immutable. */
final class Delay {
    static final String NS = "urn:xmpp:delay";

    private Delay() {}

    /** The mark of a delay by {@code from}. */
    static Element of(Jid from, Instant at) {
        return Element.builder(NS, "delay")
                .attr("from", from)
                .attr("stamp", stamp(at))
                .build();
    }

    /** A time as XEP-0082 writes it, to the millisecond. */
    static String stamp(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
