package org.ratatosk.server.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Limits;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlException;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of XML from its first byte to its last (RFC 6120 section 4), whoever is at the other end: restarts, pauses, errors
 * and the end. What is said in it is up to those who extend it. Loop-confined.
 */
public abstract class XmlStream implements Protocol, Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(XmlStream.class);
    private static final int QUIET_TICKS = 10;

    private final Wire wire;
    private final String contentNs;
    private final Deque<Element> held = new ArrayDeque<>();
    private XmlReader reader;
    private @Nullable Runnable turningTls;
    private boolean headerSent;
    private boolean paused;
    private boolean endHeld;
    private boolean open = true;
    private int quietTicks;

    /**
     * A stream that begins.
     *
     * @param contentNs its default namespace
     * @param limits of what is read
     */
    protected XmlStream(Wire wire, String contentNs, Limits limits) {
        this.wire = wire;
        this.contentNs = contentNs;
        this.reader = new XmlReader(limits, new Reading());
    }

    // what a kind of stream says

    /** The other side has begun the stream. */
    protected abstract void opened(StreamHeader header);

    /** The other side has sent a child of the stream. */
    protected abstract void handle(Element element);

    /** The header of this side. */
    protected abstract String header();

    /** Something goes on over the stream and sends what waits before it ends. */
    protected abstract @Nullable ManagedConnection carried();

    /** The stream ends by an error of this side, which is told in a moment. */
    protected void failing(StreamError error) {}

    /** The stream is over, by a farewell or without one. */
    protected void over() {}

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
            Runnable turn = turningTls;
            if (turn != null && open) {
                turningTls = null;
                turn(turn, !isBlank(buffer, at, offset + length));
            }
        });
    }

    /** Some end the request with a line's end, which says nothing and is dropped. */
    private static boolean isBlank(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            if (" \t\r\n".indexOf(buffer[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    /** What came in the clear after the word for TLS must not be taken for something that came inside it. */
    private static void turn(Runnable turn, boolean more) {
        if (more) {
            throw new StreamException(Condition.POLICY_VIOLATION, "After STARTTLS comes nothing but TLS");
        }
        turn.run();
    }

    /** Does something and, if it is the other side's mistake or ours, closes the stream. */
    protected final void guarded(Runnable task) {
        if (!open) {
            return;
        }
        try {
            task.run();
        } catch (StreamException e) {
            fail(e.error(), null);
        } catch (XmlException e) {
            fail(StreamError.of(e), null);
        } catch (RuntimeException e) {
            LOG.error("A mistake in the server: a stream had to be closed", e);
            fail(StreamError.of(Condition.INTERNAL_SERVER_ERROR), null);
        }
    }

    /** Does something on the loop, whatever thread this is. */
    public final void inLoop(Runnable task) {
        wire.loop().execute(() -> guarded(task));
    }

    @Override
    public void writable() {
        ManagedConnection connection = carried();
        if (wire.isWritable() && connection != null) {
            connection.writable(this);
        }
        updateReading();
    }

    /** To be called on each tick: memory that a quiet stream does not need is given back. */
    protected final void rest() {
        quietTicks++;
        if (quietTicks == QUIET_TICKS) {
            reader.rest();
        }
    }

    @Override
    public void shutdown() {
        fail(StreamError.of(Condition.SYSTEM_SHUTDOWN), null);
    }

    @Override
    public void closed() {
        if (open) {
            open = false;
            ManagedConnection connection = carried();
            if (connection != null) {
                connection.lost(this);
            }
            over();
        }
    }

    // what the reader says

    /** What is read is handled, unless something must end first. */
    private final class Reading implements XmlReader.Handler {
        @Override
        public void opened(StreamHeader header) {
            checkNamespaces(header);
            XmlStream.this.opened(header);
        }

        @Override
        public void element(Element element) {
            if (paused || !held.isEmpty()) {
                held.add(element);
            } else {
                handle(element);
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

    private void checkNamespaces(StreamHeader header) {
        if (!header.root().ns().equals(StreamError.STREAM_NS)) {
            throw new StreamException(
                    Condition.INVALID_NAMESPACE, "A stream has the namespace " + StreamError.STREAM_NS);
        }
        if (!header.root().local().equals("stream")) {
            throw new StreamException(Condition.BAD_FORMAT, "A stream begins with <stream:stream>");
        }
        if (!header.prefix().equals("stream")) {
            throw new StreamException(Condition.BAD_NAMESPACE_PREFIX, "The prefix of a stream is 'stream'");
        }
        if (!header.contentNs().equals(contentNs)) {
            throw new StreamException(
                    Condition.INVALID_NAMESPACE, "The default namespace of this stream is " + contentNs);
        }
    }

    // what can be done with the stream

    /** Whether this side has sent its header since the stream began, or began anew. */
    protected final boolean isHeaderSent() {
        return headerSent;
    }

    /** A new stream begins on the same wire, with a parser that knows nothing of the old one (RFC 6120 section 4.3.3). */
    protected final void restart(Limits limits) {
        reader.stop();
        reader = new XmlReader(limits, new Reading());
        headerSent = false;
    }

    /** Other limits hold from now on. */
    protected final void limits(Limits limits) {
        reader.limits(limits);
    }

    /** TLS is turned on once it is certain that nothing follows. */
    protected final void turnTls(Runnable turn) {
        turningTls = turn;
        reader.stop();
    }

    /** Sends the header of this side. */
    protected final void sendHeader() {
        headerSent = true;
        wire.send(header());
    }

    /** Whether anything waits for {@link #proceed()}. */
    protected final boolean isAnythingHeld() {
        return !held.isEmpty();
    }

    @Override
    public final void write(List<Element> elements) {
        wire.send(xml(elements));
    }

    /** The same; {@code written} runs when the network has taken them, and never if it does not. */
    @Override
    public final void write(List<Element> elements, Runnable written) {
        wire.send(xml(elements), written);
    }

    private CharSequence xml(List<Element> elements) {
        StringBuilder xml = new StringBuilder(256);
        elements.forEach(element -> xml.append(XmlWriter.toStreamXml(outward(element), contentNs)));
        return xml;
    }

    /** Sends an element. */
    public final void write(Element element) {
        write(List.of(element));
    }

    /** An element as it stands in this stream. */
    protected Element outward(Element element) {
        return element;
    }

    @Override
    public final Executor loop() {
        return wire.loop();
    }

    @Override
    public final Connection.Info info() {
        return wire.info();
    }

    @Override
    public final boolean isWritable() {
        return wire.isWritable();
    }

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public final void intakeChanged() {
        updateReading();
    }

    /** Reading stops while something must end first, too much is being worked on, or the other side does not read itself. */
    private void updateReading() {
        ManagedConnection connection = carried();
        boolean full = connection != null && connection.isIntakeFull();
        wire.reading(!paused && !full && wire.isWritable());
    }

    @Override
    public final void pause() {
        paused = true;
        updateReading();
    }

    @Override
    public final void proceed() {
        guarded(() -> {
            paused = false;
            while (open && !paused && !held.isEmpty()) {
                handle(held.remove());
            }
            if (open && !paused && endHeld) {
                end();
            }
        });
        updateReading();
    }

    /** The stream is ended, by the other side or in peace by this one (RFC 6120 section 4.4). */
    public final void end() {
        if (open) {
            drain();
            finish(XmlWriter.streamEnd());
        }
    }

    private void drain() {
        ManagedConnection connection = carried();
        if (connection != null) {
            connection.drain(this);
        }
    }

    private void finish(String lastWords) {
        open = false;
        wire.send(lastWords);
        wire.close();
        ManagedConnection connection = carried();
        if (connection != null) {
            connection.ended(this);
        }
        over();
    }

    @Override
    public final void fail(StreamError error, @Nullable Element detail) {
        if (!open) {
            return;
        }
        drain();
        LOG.debug("Closing a stream: {}", error);
        failing(error);
        finish((headerSent ? "" : header()) + xml(error, detail) + XmlWriter.streamEnd());
    }

    private String xml(StreamError error, @Nullable Element detail) {
        Element element = detail == null ? error.toElement() : error.toElement().with(detail);
        return XmlWriter.toStreamXml(element, contentNs);
    }

    @Override
    public final void superseded() {
        if (open) {
            open = false;
            StreamError error = StreamError.of(Condition.CONFLICT, "Your session goes on over another stream");
            wire.send(xml(error, null) + XmlWriter.streamEnd());
            wire.close();
            over();
        }
    }
}
