package org.ratatosk.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Limits;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** What a server says over a stream that is open, element by element. Confined to one thread. */
public final class Incoming implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final ArrayDeque<Element> received = new ArrayDeque<>();
    private final RawClient raw;
    private final Function<Element, Optional<Element>> taken;
    private final Runnable afterReading;
    private final XmlReader reader;
    private Optional<StreamError.Condition> error = Optional.empty();
    private boolean open = true;

    /**
     * @param header of the stream
     * @param taken what is kept of an element that has come
     * @param afterReading runs after each reading
     */
    public Incoming(RawClient raw, String header, Function<Element, Optional<Element>> taken, Runnable afterReading) {
        this.raw = raw;
        this.taken = taken;
        this.afterReading = afterReading;
        this.reader = new XmlReader(Limits.AFTER_LOGIN, new XmlReader.Handler() {
            @Override
            public void opened(StreamHeader opened) {}

            @Override
            public void element(Element element) {
                take(element);
            }

            @Override
            public void closed() {
                open = false;
            }
        });
        byte[] bytes = header.getBytes(UTF_8);
        reader.feed(bytes, 0, bytes.length);
    }

    private void take(Element element) {
        if (element.is(StreamError.STREAM_NS, "error")) {
            error = element.first().map(Element::local).map(Incoming::condition);
        } else {
            taken.apply(element).ifPresent(received::add);
        }
    }

    private static StreamError.Condition condition(String elementName) {
        return StreamError.Condition.valueOf(
                elementName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether the stream is open, as far as it was read. */
    public boolean isOpen() {
        return open && !raw.hasEnded();
    }

    /** Reads until something is so, the stream ends or nothing comes in time; returns whether it is so. */
    public boolean until(BooleanSupplier wanted) {
        while (!wanted.getAsBoolean()) {
            if (!isOpen() || !read()) {
                return false;
            }
        }
        return true;
    }

    private boolean read() {
        byte[] bytes = raw.next(PATIENCE_MILLIS);
        reader.feed(bytes, 0, bytes.length);
        afterReading.run();
        return bytes.length > 0;
    }

    /** Waits for the stanza with an id, and takes it out. */
    public void answer(String id) {
        until(() -> received.removeIf(e -> e.attr("id").equals(Optional.of(id))));
    }

    /** The next element, waited for; nothing if none came in time. */
    public Optional<Element> next() {
        until(() -> !received.isEmpty());
        return Optional.ofNullable(received.poll());
    }

    /** What has come so far and nobody looked at. */
    public List<Element> rest() {
        List<Element> rest = new ArrayList<>(received);
        received.clear();
        return rest;
    }

    /** Why the server closed the stream, waited for; nothing if it did not in time. */
    public Optional<StreamError.Condition> closedWith() {
        until(() -> error.isPresent());
        return error;
    }

    /** Closes the stream as one should. */
    public void end() {
        raw.send(XmlWriter.streamEnd());
        until(() -> false);
    }

    /** Closes the socket without a word. */
    @Override
    public void close() {
        open = false;
        raw.close();
    }
}
