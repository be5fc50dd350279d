package org.ratatosk.server.stream.c2s;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.ClientConnection;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.XmlStream;
import org.ratatosk.server.stream.sasl.Exchange;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlWriter;

/** One stream of a client. What each phase takes is said in {@link Negotiation}. Loop-confined. */
final class ClientStream extends XmlStream {
    private final ClientStreams streams;
    private final Wire wire;
    private final Negotiation negotiation;
    private final Instant began;
    private @Nullable Header header;
    private @Nullable ClientConnection connection;

    ClientStream(ClientStreams streams, Wire wire) {
        super(wire, Stanza.NS, streams.xmlBeforeLogin());
        this.streams = streams;
        this.wire = wire;
        this.negotiation = new Negotiation(this, streams, wire);
        this.began = streams.clock().instant();
    }

    // what the wire says

    @Override
    public void secured() {
        restart();
    }

    private void restart() {
        restart(connection == null ? streams.xmlBeforeLogin() : streams.xmlAfterLogin());
    }

    @Override
    public void tick(Instant now) {
        if (isOpen()
                && !negotiation.isDone()
                && !now.isBefore(began.plus(streams.limits().loginTime()))) {
            fail(StreamError.of(Condition.CONNECTION_TIMEOUT, "The login took too long"), null);
        } else if (isOpen() && negotiation.isDone()) {
            connection().tick(this, now);
            rest();
        }
    }

    // what the client says

    @Override
    protected void opened(StreamHeader opening) {
        Jid account = connection == null ? null : negotiation.account();
        header = Header.check(opening, streams, header == null ? null : header.domain(), account);
        sendHeader();
        write(negotiation.features(header.domain()));
    }

    @Override
    protected String header() {
        Element.Builder root = Element.builder(StreamError.STREAM_NS, "stream")
                .attr("from", domain())
                .attr("id", streams.newId())
                .attr("version", "1.0")
                .attr(Element.LANG, "en");
        if (header != null && wire.isSecure()) {
            header.from().ifPresent(from -> root.attr("to", from));
        }
        return XmlWriter.streamStart(Stanza.NS, Map.of(), root.build());
    }

    /** The hosted domain that the stream is for. */
    String domain() {
        return header == null ? streams.domains().get(0) : header.domain();
    }

    @Override
    protected void handle(Element element) {
        negotiation.handle(element);
    }

    // what the negotiation does

    /** Turns TLS on. */
    void startTls() {
        turnTls(() -> wire.startTls(XmlWriter.toStreamXml(Negotiation.PROCEED, Stanza.NS), domain()));
    }

    /** The client has proved who it is; the stream starts anew. */
    void loggedIn(Exchange.Success proved, Element success) {
        if (isAnythingHeld()) {
            throw new StreamException(Condition.POLICY_VIOLATION, "Wait for the answer to a login");
        }
        negotiation.loggedIn(proved);
        connection = new ClientConnection(this, wire.info(), proved.credential(), streams.limits(), streams.clock());
        wire.loggedIn();
        write(success);
        restart();
        proceed();
    }

    // what the connection uses

    @Override
    protected @Nullable ManagedConnection carried() {
        return connection;
    }

    @Override
    public void adopt(ManagedConnection resumed) {
        ClientConnection now = (ClientConnection) resumed;
        now.provedAnew(connection().credential());
        connection = now;
        negotiation.bound();
    }

    @Override
    public boolean mayEnable() {
        return session().isPresent();
    }

    @Override
    public boolean mayResume() {
        return session().isEmpty();
    }

    @Override
    public String owner() {
        return account().toString();
    }

    @Override
    public Jid account() {
        return negotiation.account();
    }

    @Override
    public Optional<Session> session() {
        return connection().session();
    }

    @Override
    public ClientConnection connection() {
        if (connection == null) {
            throw new IllegalStateException("There is no connection before login");
        }
        return connection;
    }
}
