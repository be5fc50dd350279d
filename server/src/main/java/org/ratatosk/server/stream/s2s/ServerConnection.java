package org.ratatosk.server.stream.s2s;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.Outlet;
import org.ratatosk.server.xml.Element;

/** What a link sends to, and what a stream with another server counts with; outlives its stream with stream management. Thread-safe. */
final class ServerConnection extends ManagedConnection {
    private final boolean ours;
    private volatile String resumptionId = "";
    private final Set<Owner> owners = new CopyOnWriteArraySet<>();

    /** Who wants to know what becomes of a connection. Called on any thread, without a lock. */
    interface Owner {
        /** The connection has lost its stream, and waits for another one. */
        default void detached(ServerConnection connection) {}

        /** The connection is over: what it was sent and did not report as delivered was not. */
        default void over(ServerConnection connection) {}
    }

    /** @param ours whether this side has connected, and so has to do it again */
    ServerConnection(Outlet outlet, Limits limits, InstantSource clock, boolean ours) {
        super(outlet, outlet.info(), limits, clock);
        this.ours = ours;
    }

    /** Whether this side has connected. */
    boolean isOurs() {
        return ours;
    }

    /** The other server knows the connection under this name, and takes it up again; empty if it does not. */
    void resumableAs(String id) {
        resumptionId = id;
    }

    /** What the other server knows the connection as; empty if it cannot be resumed. */
    String resumptionId() {
        return resumptionId;
    }

    @Override
    protected void endResumption() {
        resumptionId = "";
        super.endResumption();
    }

    /** Adds somebody who wants to know; a stream can carry several pairs of domains. */
    void add(Owner interested) {
        owners.add(interested);
        if (isOver()) {
            interested.over(this);
        }
    }

    /** A stanza came; the result is to be run once it is accepted. Loop-confined. */
    Runnable received(Outlet here, Element stanza) {
        return enter(here, stanza);
    }

    @Override
    protected void send(Element element, Runnable written, Runnable acknowledged) {
        super.send(element, written, acknowledged);
    }

    @Override
    protected boolean isOver() {
        return super.isOver();
    }

    @Override
    protected void detached() {
        owners.forEach(owner -> owner.detached(this));
    }

    @Override
    protected void over(List<Element> unacknowledged) {
        owners.forEach(owner -> owner.over(this));
    }
}
