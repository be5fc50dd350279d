package org.ratatosk.server.stream;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.xml.Element;

/** What a client's session sends to, and what the client's stream gives it. Thread-safe. */
public final class ClientConnection extends ManagedConnection {
    private final Object lock = new Object();
    private @Nullable Session session;
    private volatile Credential credential;

    /** A connection over the stream that it begins with. */
    public ClientConnection(Outlet outlet, Info info, Credential credential, Limits limits, InstantSource clock) {
        super(outlet, info, limits, clock);
        this.credential = credential;
    }

    /** The session that was opened with this connection; it is ended if the stream has ended meanwhile. */
    public void opened(Session opened) {
        synchronized (lock) {
            session = opened;
        }
        if (isOver()) {
            opened.end(List.of());
        }
    }

    @Override
    public Credential credential() {
        return credential;
    }

    /** The client resumed its session and proved this. */
    public void provedAnew(Credential now) {
        credential = now;
    }

    /** The session, once there is one. */
    public Optional<Session> session() {
        synchronized (lock) {
            return Optional.ofNullable(session);
        }
    }

    /** Gives a stanza that came over a stream to the session. Loop-confined. */
    public void receive(Outlet here, Session to, Element stanza) {
        to.receive(stanza, enter(here, stanza));
    }

    @Override
    protected void over(List<Element> unacknowledged) {
        session().ifPresent(ending -> ending.end(unacknowledged));
    }
}
