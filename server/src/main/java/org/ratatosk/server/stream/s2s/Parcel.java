package org.ratatosk.server.stream.s2s;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ratatosk.server.route.Remote;
import org.ratatosk.server.xml.Element;

/** A stanza on its way to another server. Two parcels are never equal. Guarded by its link's lock. */
final class Parcel {
    /** So long its sender waits for the acknowledgement; after that the link answers for it. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Element element;
    private final Remote.Receipt receipt;
    private final List<String> holders;
    private final int weight;
    private Instant deadline;
    private final Instant patience;
    private boolean slow;
    private int sendings;
    private boolean written;
    private Evidence evidence = Evidence.ACKNOWLEDGED;

    /** What says that the other server has a stanza. */
    enum Evidence {
        /** Its acknowledgement by stream management. */
        ACKNOWLEDGED,
        /** Its answer to a ping that followed. */
        ANSWERED,
        /** Nothing: it has left, and that has to do. */
        WRITTEN
    }

    /**
     * A stanza that waits.
     *
     * @param holders for whom it counts
     * @param weight about how many bytes it is
     * @param came when it came
     * @param deadline when it comes back if there is no way by then
     */
    Parcel(Element element, Remote.Receipt receipt, List<String> holders, int weight, Instant came, Instant deadline) {
        this.element = element;
        this.receipt = receipt;
        this.holders = holders;
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

    /** For whom it counts. */
    List<String> holders() {
        return holders;
    }

    int weight() {
        return weight;
    }

    Instant deadline() {
        return deadline;
    }

    /** It waits once more, until then. */
    void waitsUntil(Instant end) {
        deadline = end;
    }

    /** Whether more than leaving is asked for: answers, and presence that is soon old, are not worth a question. */
    boolean isAskedFor() {
        String type = element.attr("type").orElse("");
        return switch (element.local()) {
            case "iq" -> type.equals("get") || type.equals("set");
            case "presence" -> type.startsWith("subscribe") || type.startsWith("unsubscribe");
            default -> true;
        };
    }

    /** It is sent, and will count as delivered by this evidence. */
    void sent(Evidence wanted) {
        sendings++;
        written = false;
        evidence = wanted;
    }

    /** It is sent once more, over a stream that goes on where another one broke. */
    void sentAgain() {
        sendings++;
    }

    /** It has left; whether that is enough. */
    boolean written() {
        written = true;
        return evidence == Evidence.WRITTEN;
    }

    /** From now on it is enough that it has left; whether it has. */
    boolean leavingIsEnough() {
        evidence = Evidence.WRITTEN;
        return written;
    }

    Evidence evidence() {
        return evidence;
    }

    /** How many times it was sent. */
    int sendings() {
        return sendings;
    }

    /** Whether its sender has waited long enough; {@code true} only once. */
    boolean isSlow(Instant now) {
        boolean first = !slow && now.isAfter(patience);
        slow |= first;
        return first;
    }
}
