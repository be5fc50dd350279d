package org.ratatosk.server.stream.component;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stream.Weight;

/** A stanza on its way to a component. Two parcels are never equal. Immutable but for its receipt; thread-safe. */
final class Parcel {
    /** Whom a stanza is from and for: those between the same two keep their order (RFC 6120 section 10.1). */
    record Pair(Optional<Jid> from, Optional<Jid> to) {}

    private final Stanza stanza;
    private final List<String> holders;
    private final Runnable accepted;
    private final Instant came;
    private final int weight;
    private final Pair pair;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param holders for whom it counts
     * @param accepted to be run once
     */
    Parcel(Stanza stanza, List<String> holders, Runnable accepted, Instant came) {
        this.stanza = stanza;
        this.holders = holders;
        this.accepted = accepted;
        this.came = came;
        this.weight = Weight.of(stanza.element());
        this.pair = new Pair(stanza.from().map(Jid::bare), stanza.to().map(Jid::bare));
    }

    Stanza stanza() {
        return stanza;
    }

    List<String> holders() {
        return holders;
    }

    Instant came() {
        return came;
    }

    int weight() {
        return weight;
    }

    Pair pair() {
        return pair;
    }

    /** Its sender need not wait any longer. */
    void accept() {
        if (told.compareAndSet(false, true)) {
            accepted.run();
        }
    }
}
