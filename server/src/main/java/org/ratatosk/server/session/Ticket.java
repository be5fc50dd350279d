package org.ratatosk.server.session;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.StanzaError;

/**
 * Follows a stanza through all lanes that it goes through, and ends when everything that it caused is done: whoever passes the
 * work on holds the ticket once more, whoever finishes a piece of work lets go. It also carries back what became of the
 * stanza. Thread-safe.
 */
public final class Ticket {
    private final AtomicInteger holders = new AtomicInteger(1);
    private final Consumer<Ticket> ended;
    private final boolean takesRefusals;
    private final boolean passing;
    private volatile boolean kept;
    private volatile Proof proof = Proof.HOSTED;
    private volatile @Nullable StanzaError refusal;

    private Ticket(boolean takesRefusals, boolean passing, Consumer<Ticket> ended) {
        this.takesRefusals = takesRefusals;
        this.passing = passing;
        this.ended = ended;
    }

    /** A ticket held once; {@code ended} runs once, on any thread. Refusals of the stanza are sent to its sender as stanzas. */
    public static Ticket of(Runnable ended) {
        return new Ticket(false, false, ticket -> ended.run());
    }

    /** A ticket held once that keeps a refusal of the stanza, so that no error stanza is sent. */
    public static Ticket takingRefusals(Consumer<Ticket> ended) {
        return new Ticket(true, false, ended);
    }

    /** A ticket for what nobody waits for. */
    public static Ticket none() {
        return new Ticket(false, false, ticket -> {});
    }

    /**
     * A ticket held once for a stanza that another server has sent. It does not wait for other servers: an answer that waits for
     * the one that asked would otherwise keep it from being heard.
     */
    public static Ticket passing(Runnable ended) {
        return new Ticket(false, true, ticket -> ended.run());
    }

    /** Whether this ticket does not wait for other servers. */
    public boolean isPassing() {
        return passing;
    }

    /** The ticket, for a stanza from a domain that is proved so; without this it is hosted here. */
    public Ticket proved(Proof how) {
        proof = how;
        return this;
    }

    /** What proved where the stanza is from. */
    public Proof proof() {
        return proof;
    }

    /** Holds the ticket once more. */
    public Ticket hold() {
        holders.incrementAndGet();
        return this;
    }

    /** Lets go; the last one ends the ticket. */
    public void letGo() {
        if (holders.decrementAndGet() == 0) {
            ended.accept(this);
        }
    }

    /** Says that the stanza is kept durably for its recipient. */
    public void markKept() {
        kept = true;
    }

    /** Whether the stanza is kept durably for its recipient. */
    public boolean isKept() {
        return kept;
    }

    /** Whether a refusal is kept in the ticket, so that whoever waits for it wants to wait to the end. */
    public boolean takesRefusals() {
        return takesRefusals;
    }

    /** Takes an error that answers the stanza itself; {@code false} if it has to be sent as a stanza. */
    public boolean refuse(StanzaError error) {
        if (takesRefusals) {
            refusal = error;
        }
        return takesRefusals;
    }

    /** Why the stanza was not taken, if this ticket takes refusals and there was one. */
    public Optional<StanzaError> refusal() {
        return Optional.ofNullable(refusal);
    }
}
