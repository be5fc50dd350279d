package org.ratatosk.server.stream.c2s;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.ClientConnection;
import org.ratatosk.server.stream.Outlet;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlException;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of a client, from its first byte to its last: header, restarts, pauses, errors and the end. What each phase takes is
 * said in {@link Negotiation}. Loop-confined.
 */
final class ClientStream implements Protocol, Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);
    private static final int QUIET_TICKS = 10;

    private final ClientStreams streams;
    private final Wire wire;
    private final Negotiation negotiation;
    private final Instant began;
    private final Deque<Element> held = new ArrayDeque<>();
    private XmlReader reader;
    private @Nullable Header header;
    private @Nullable ClientConnection connection;
    private boolean headerSent;
    private boolean paused;
    private boolean endHeld;
    private boolean startingTls;
    private boolean open = true;
    private int quietTicks;

    ClientStream(ClientStreams streams, Wire wire) {
        this.streams = streams;
        this.wire = wire;
        this.negotiation = new Negotiation(this, streams, wire);
        this.began = streams.clock().instant();
        this.reader = new XmlReader(streams.xmlBeforeLogin(), new Reading());
    }

    // what the wire says

    @Override
    public void bytes(byte[] buffer, int offset, int length) {
        quietTicks = 0;
        guarded(() -> {
            int at = offset;
            boolean reading = true;
            while (open && reading && at < offset + length) {
                XmlReader current = reader;
                at += current.feed(buffer, at, offset + length - at);
                reading = !current.isStopped() || reader != current;
            }
            if (startingTls) {
                startTls(!isBlank(buffer, at, offset + length));
            }
        });
    }

    /** Some clients end the request with a line's end, which says nothing and is dropped. */
    private static boolean isBlank(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (" \t\r\n".indexOf(buffer[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** What came in the clear after the request for TLS must not be taken for something that came inside it. */
    private void startTls(boolean more) {
        startingTls = false;
        if (more) {
            throw new StreamException(Condition.POLICY_VIOLATION, "After <starttls/> comes nothing but TLS");
        }
        wire.startTls(XmlWriter.toStreamXml(Negotiation.PROCEED, Stanza.NS), domain());
    }

    /** Does something and, if it is the client's mistake or ours, closes the stream. */
    private void guarded(Runnable task) {
        if (!open) {
            return;
        }
        try {
            task.run();
        } catch (StreamException e) {
            fail(e.error(), null);
        } catch (XmlException e) {
            Condition condition = Condition.valueOf(e.problem().name());
            fail(StreamError.of(condition, String.valueOf(e.getMessage())), null);
        } catch (RuntimeException e) {
            LOG.error("A mistake in the server: a stream had to be closed", e);
            fail(StreamError.of(Condition.INTERNAL_SERVER_ERROR), null);
        }
    }

    @Override
    public void secured() {
        restart();
    }

    /** A new stream begins on the same wire, with a parser that knows nothing of the old one (RFC 6120 section 4.3.3). */
    void restart() {
        reader.stop();
        reader = new XmlReader(connection == null ? streams.xmlBeforeLogin() : streams.xmlAfterLogin(), new Reading());
        headerSent = false;
    }

    @Override
    public void writable() {
        if (wire.isWritable() && connection != null) {
            connection.writable(this);
        }
        updateReading();
    }

    @Override
    public void tick(Instant now) {
        if (open
                && !negotiation.isDone()
                && !now.isBefore(began.plus(streams.limits().loginTime()))) {
            fail(StreamError.of(Condition.CONNECTION_TIMEOUT, "The login took too long"), null);
        } else if (open && negotiation.isDone()) {
            connection().tick(this, now);
            quietTicks++;
            if (quietTicks == QUIET_TICKS) {
                reader.rest();
            }
        }
    }

    @Override
    public void shutdown() {
        fail(StreamError.of(Condition.SYSTEM_SHUTDOWN), null);
    }

    @Override
    public void closed() {
        boolean wasOpen = open;
        open = false;
        if (wasOpen && connection != null) {
            connection.lost(this);
        }
    }

    // what the reader says

    /** What is read goes to the negotiation, unless something must end first. */
    private final class Reading implements XmlReader.Handler {
        @Override
        public void opened(StreamHeader opening) {
            begin(opening);
        }

        @Override
        public void element(Element element) {
            if (paused || !held.isEmpty()) {
                held.add(element);
            } else {
                negotiation.handle(element);
            }
        }

        @Override
        public void closed() {
            if (paused || !held.isEmpty()) {
                endHeld = true;
            } else {
                end();
            }
        }
    }

    private void begin(StreamHeader opening) {
        Jid account = connection == null ? null : negotiation.account();
        header = Header.check(opening, streams, header == null ? null : header.domain(), account);
        wire.send(headerXml());
        write(negotiation.features(header.domain()));
    }

    private String headerXml() {
        Element.Builder root = Element.builder(StreamError.STREAM_NS, "stream")
                .attr("from", domain())
                .attr("id", streams.newId())
                .attr("version", "1.0")
                .attr(Element.LANG, "en");
        if (header != null && wire.isSecure()) {
            header.from().ifPresent(from -> root.attr("to", from));
        }
        headerSent = true;
        return XmlWriter.streamStart(Stanza.NS, Map.of(), root.build());
    }

    /** The hosted domain that the stream is for. */
    String domain() {
        return header == null ? streams.domains().get(0) : header.domain();
    }

    /** The client has ended the stream (RFC 6120 section 4.4). */
    void end() {
        if (open) {
            if (connection != null) {
                connection.drain(this);
            }
            finish(XmlWriter.streamEnd());
        }
    }

    private void finish(String lastWords) {
        open = false;
        wire.send(lastWords);
        wire.close();
        if (connection != null) {
            connection.ended(this);
        }
    }

    // what the negotiation does

    /** TLS is turned on once it is certain that nothing follows. */
    void startTls() {
        startingTls = true;
        reader.stop();
    }

    void write(Element element) {
        write(List.of(element));
    }

    /** Does something on the loop, whatever thread this is. */
    void inLoop(Runnable task) {
        wire.loop().execute(() -> guarded(task));
    }

    /** The client has proved who it is; the stream starts anew. */
    void loggedIn(Jid account, Element success) {
        if (!held.isEmpty()) {
            throw new StreamException(Condition.POLICY_VIOLATION, "Wait for the answer to a login");
        }
        negotiation.loggedIn(account);
        connection = new ClientConnection(this, wire.info(), streams.limits(), streams.clock());
        wire.loggedIn();
        write(success);
        restart();
        proceed();
    }

    // what the connection uses

    @Override
    public Executor loop() {
        return wire.loop();
    }

    @Override
    public Connection.Info info() {
        return wire.info();
    }

    @Override
    public boolean isWritable() {
        return wire.isWritable();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void write(List<Element> elements) {
        StringBuilder xml = new StringBuilder(256);
        elements.forEach(element -> xml.append(XmlWriter.toStreamXml(element, Stanza.NS)));
        wire.send(xml);
    }

    @Override
    public void intakeChanged() {
        updateReading();
    }

    /** Reading stops while something must end first, too much is being worked on, or the client does not read itself. */
    private void updateReading() {
        boolean full = connection != null && connection.isIntakeFull();
        wire.reading(!paused && !full && wire.isWritable());
    }

    @Override
    public void pause() {
        paused = true;
        updateReading();
    }

    @Override
    public void proceed() {
        guarded(() -> {
            paused = false;
            while (open && !paused && !held.isEmpty()) {
                negotiation.handle(held.remove());
            }
            if (!paused && endHeld) {
                end();
            }
        });
        updateReading();
    }

    @Override
    public void fail(StreamError error, @Nullable Element detail) {
        if (!open) {
            return;
        }
        if (connection != null) {
            connection.drain(this);
        }
        LOG.debug("Closing a stream: {}", error);
        finish((headerSent ? "" : headerXml()) + xml(error, detail) + XmlWriter.streamEnd());
    }

    private static String xml(StreamError error, @Nullable Element detail) {
        Element element = detail == null ? error.toElement() : error.toElement().with(detail);
        return XmlWriter.toStreamXml(element, Stanza.NS);
    }

    @Override
    public void superseded() {
        if (open) {
            open = false;
            StreamError error = StreamError.of(Condition.CONFLICT, "Your session goes on over another stream");
            wire.send(xml(error, null) + XmlWriter.streamEnd());
            wire.close();
        }
    }

    @Override
    public void adopt(ClientConnection resumed) {
        connection = resumed;
        negotiation.bound();
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
