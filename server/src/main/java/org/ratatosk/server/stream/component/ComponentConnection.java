package org.ratatosk.server.stream.component;

import java.time.InstantSource;
import java.util.List;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.Outlet;
import org.ratatosk.server.xml.Element;

/** What a pool sends to; it ends with its stream. Thread-safe. */
final class ComponentConnection extends ManagedConnection {
    private final Pool pool;

    ComponentConnection(Outlet outlet, Limits limits, InstantSource clock, Pool pool) {
        super(outlet, outlet.info(), limits, clock);
        this.pool = pool;
    }

    /** A stanza came; the result is to be run once it is accepted. Loop-confined. */
    Runnable received(Outlet here, Element stanza) {
        return enter(here, stanza);
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
