package org.ratatosk.server.stream.s2s;

import java.time.Instant;
import org.ratatosk.server.route.Remote;
import org.ratatosk.server.xml.Element;

/** A stanza on its way to another server. Two parcels are never equal. Immutable. */
final class Parcel {
    private final Element element;
    private final Remote.Receipt receipt;
    private final int weight;
    private final Instant deadline;

    /**
     * A stanza that waits.
     *
     * @param weight about how many bytes it is
     * @param deadline when it comes back if there is no way by then
     */
    Parcel(Element element, Remote.Receipt receipt, int weight, Instant deadline) {
        this.element = element;
        this.receipt = receipt;
        this.weight = weight;
        this.deadline = deadline;
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
}
