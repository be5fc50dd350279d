package org.ratatosk.server.stream.component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.Outlet;
import org.ratatosk.server.xml.Element;

/**
 * What a pool sends to; it ends with its stream. A component that has said nothing for a while is asked whether it is there
 * (XEP-0199), since one that vanishes does not always say so; any stanza of it is an answer. Thread-safe.
 */
final class ComponentConnection extends ManagedConnection {
    /** One that has said nothing for so long is asked. */
    static final Duration IDLE = Duration.ofMinutes(1);

    /** One that has not answered for so long gives way to a new one. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private final Pool pool;
    private final Duration patience;
    private final InstantSource clock;
    private volatile Instant heard;
    private volatile @Nullable Instant asked;

    ComponentConnection(Outlet outlet, Limits limits, InstantSource clock, Pool pool) {
        super(outlet, outlet.info(), limits, clock);
        this.pool = pool;
        this.patience = limits.slowReaderTime();
        this.clock = clock;
        this.heard = clock.instant();
    }

    /** A stanza came; the result is to be run once it is accepted. Loop-confined. */
    Runnable received(Outlet here, Element stanza) {
        heard = clock.instant();
        asked = null;
        return enter(here, stanza);
    }

    @Override
    public void tick(Outlet here, Instant now) {
        super.tick(here, now);
        if (hasNotAnswered(patience, now)) {
            close(StreamError.of(Condition.CONNECTION_TIMEOUT, "You did not answer a ping for too long"));
        } else if (!now.isBefore(heard.plus(IDLE))) {
            ask(now);
        }
    }

    /** Asks whether somebody is there, if that is not being asked already. */
    void ask(Instant now) {
        if (asked == null) {
            asked = now;
            send(pool.ping());
        }
    }

    /** Whether it should give way to a new one. */
    boolean isOverdue(Instant now) {
        return hasNotAnswered(GRACE, now);
    }

    private boolean hasNotAnswered(Duration time, Instant now) {
        Instant since = asked;
        return since != null && !now.isBefore(since.plus(time));
    }

    /** What has left counts as delivered: components acknowledge nothing. */
    @Override
    public void send(Element element, Runnable written) {
        send(element, written, () -> {});
    }

    @Override
    protected void over(List<Element> unacknowledged) {
        pool.left(this);
    }
}
