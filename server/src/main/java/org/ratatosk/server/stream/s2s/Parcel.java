package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import org.ratatosk.server.route.Remote;
import org.ratatosk.server.xml.Element;

/** A stanza on its way to another server. Two parcels are never equal. Guarded by its link's lock. */
final class Parcel {
    /** So long its sender waits for the acknowledgement; after that the link answers for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Element element;
    private final Remote.Receipt receipt;
    private final int weight;
    private final Instant deadline;
    private final Instant patience;
    private boolean slow;

    /**
     * A stanza that waits.
     *
     * @param weight about how many bytes it is
     * @param came when it came
     * @param deadline when it comes back if there is no way by then
     */
    Parcel(Element element, Remote.Receipt receipt, int weight, Instant came, Instant deadline) {
        this.element = element;
        this.receipt = receipt;
        this.weight = weight;
        this.deadline = deadline;
        this.patience = came.plus(PATIENCE);
    }

    Element element() {
        return element;
    }

    Remote.Receipt receipt() {
        return receipt;
    }

    int weight() {
        return weight;
    }

    Instant deadline() {
        return deadline;
    }

    /** Whether its sender has waited long enough; {@code true} only once. */
    boolean isSlow(Instant now) {
        boolean first = !slow && now.isAfter(patience);
        slow |= first;
        return first;
    }
}
