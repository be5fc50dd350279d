package org.ratatosk.server.stream.component;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.config.Quota;
import org.ratatosk.server.dns.RegistrableDomain;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.stanza.Stanza;

/**
 * How much may be on its way to a component. One account here, and one registrable domain elsewhere, can have a quarter of it.
 * Thread-safe.
 */
final class Shares {
    private static final int MAX_STANZAS = 10_000;
    private static final long MAX_BYTES = 8 * 1024 * 1024;
    private static final int PARTS = 4;

    private final Router router;
    private final Quota stanzas = new Quota(MAX_STANZAS, MAX_STANZAS / PARTS);
    private final Quota bytes = new Quota(MAX_BYTES, MAX_BYTES / PARTS);

    /** @param router knows whose addresses are no account's */
    Shares(Router router) {
        this.router = router;
    }

    /** For whom a stanza counts; what runs under an address of its own, as the bot, writes for many. */
    List<String> holders(Stanza stanza) {
        return stanza.from()
                .filter(from -> !router.components().isComponent(from))
                .map(from -> router.hosts(from.domain()) ? from.bare().toString() : RegistrableDomain.of(from.domain()))
                .map(List::of)
                .orElse(List.of());
    }

    /** Makes room for a stanza; if there is none, says of whom too much waits, to be put after such words. */
    Optional<String> load(Parcel parcel) {
        Optional<String> greedy = stanzas.take(parcel.holders(), 1);
        if (greedy.isEmpty()) {
            greedy = bytes.take(parcel.holders(), parcel.weight());
            greedy.ifPresent(any -> stanzas.give(parcel.holders(), 1));
        }
        return greedy.map(holder -> holder.equals(Quota.ALL) ? "" : " from " + holder);
    }

    /** A stanza is no longer on its way. */
    void unload(Parcel parcel) {
        stanzas.give(parcel.holders(), 1);
        bytes.give(parcel.holders(), parcel.weight());
    }
}
