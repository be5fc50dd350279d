package org.ratatosk.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Limits;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/**
 * A client that has logged in over TCP and TLS and sends and receives elements. With stream management it acknowledges what it
 * receives by itself. Confined to one thread.
 */
public final class StanzaClient implements AutoCloseable {
    private static final String SM = "urn:xmpp:sm:3";
    private static final int PATIENCE_MILLIS = 5_000;

    private final RawClient raw;
    private final Jid jid;
    private final boolean streamManagement;
    private final ArrayDeque<Element> received = new ArrayDeque<>();
    private final XmlReader reader;
    private Optional<StreamError.Condition> error = Optional.empty();
    private boolean acknowledging = true;
    private boolean asked;
    private boolean open = true;
    private int handled;
    private int settled;
    private int sent;
    private int accepted;
    private int answers;

    private StanzaClient(RawClient raw, Jid jid, boolean streamManagement) {
        this.raw = raw;
        this.jid = jid;
        this.streamManagement = streamManagement;
        this.reader = new XmlReader(Limits.AFTER_LOGIN, new XmlReader.Handler() {
            @Override
            public void opened(StreamHeader header) {}

            @Override
            public void element(Element element) {
                take(element);
            }

            @Override
            public void closed() {
                open = false;
            }
        });
        byte[] header = RawClient.header(jid.domain()).getBytes(UTF_8);
        reader.feed(header, 0, header.length);
    }

    /** Logs in and binds the resource. */
    public static StanzaClient connect(TestServer server, Jid full, boolean streamManagement) {
        RawClient raw = RawClient.authenticated(server, full.local().orElseThrow(), full.domain());
        raw.bind(full.resource().orElseThrow());
        if (streamManagement) {
            raw.send("<enable xmlns='urn:xmpp:sm:3'/>");
            raw.until("<enabled xmlns='urn:xmpp:sm:3'/>");
        }
        return new StanzaClient(raw, full, streamManagement);
    }

    /** Its address. */
    public Jid jid() {
        return jid;
    }

    /** Whether its stream is open, as far as it has read. */
    public boolean isOpen() {
        return open && !raw.hasEnded();
    }

    /** Sends an element. */
    public void send(Element element) {
        sent += element.ns().equals(Stanza.NS) ? 1 : 0;
        raw.send(XmlWriter.toStreamXml(element, Stanza.NS));
    }

    private void take(Element element) {
        if (element.is(StreamError.STREAM_NS, "error")) {
            error = element.first().map(Element::local).map(StanzaClient::condition);
        } else if (streamManagement && element.ns().equals(SM)) {
            asked |= element.local().equals("r");
            answers += element.local().equals("a") ? 1 : 0;
            element.attr("h").ifPresent(count -> accepted = Integer.parseInt(count));
        } else {
            handled += element.ns().equals(Stanza.NS) ? 1 : 0;
            received.add(element);
        }
    }

    private static StreamError.Condition condition(String elementName) {
        return StreamError.Condition.valueOf(
                elementName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Reads once; {@code false} if nothing came. */
    private boolean read() {
        byte[] bytes = raw.next(PATIENCE_MILLIS);
        reader.feed(bytes, 0, bytes.length);
        answer();
        return bytes.length > 0;
    }

    private void answer() {
        if (asked && acknowledging && isOpen()) {
            asked = false;
            send(Element.builder(SM, "a").attr("h", handled).build());
        }
    }

    /** The next element, waited for; nothing if none came in time. */
    public Optional<Element> receive() {
        while (received.isEmpty() && isOpen() && read()) {
            continue;
        }
        return Optional.ofNullable(received.poll());
    }

    /** What has come so far and nobody looked at. */
    public List<Element> rest() {
        List<Element> rest = new ArrayList<>(received);
        received.clear();
        return rest;
    }

    /** Waits until the server has handled all that this client has sent. */
    public void settle() {
        ping();
        if (streamManagement && isOpen()) {
            send(Element.of(SM, "r"));
        }
        while (streamManagement && accepted < sent && isOpen() && read()) {
            continue;
        }
    }

    /** Asks how many stanzas the server has handled (XEP-0198 section 4), after one more, and gives what it says. */
    public int ask() {
        ping();
        int before = answers;
        send(Element.of(SM, "r"));
        while (answers == before && isOpen() && read()) {
            continue;
        }
        if (answers == before) {
            throw new AssertionError("The server did not say what it has handled");
        }
        return accepted;
    }

    private void ping() {
        String id = "settle-" + settled++;
        send(Element.builder(Stanza.NS, "iq")
                .attr("type", "get")
                .attr("id", id)
                .attr("to", jid.domain())
                .child(Element.of("urn:xmpp:ping", "ping"))
                .build());
        while (!received.removeIf(e -> e.attr("id").equals(Optional.of(id))) && isOpen() && read()) {
            continue;
        }
    }

    /** How many stanzas it has sent. */
    public int sent() {
        return sent;
    }

    /** How many of them the server has said that it has handled, as far as this client has read. */
    public int accepted() {
        return accepted;
    }

    /** Turns acknowledging what is received on or off. */
    public void acknowledging(boolean on) {
        acknowledging = on;
        answer();
    }

    /** Closes the stream as clients should. */
    public void end() {
        raw.send(XmlWriter.streamEnd());
        while (isOpen() && read()) {
            continue;
        }
    }

    /** Why the server closed the stream, waited for; nothing if it did not in time. */
    public Optional<StreamError.Condition> closedWith() {
        while (error.isEmpty() && isOpen() && read()) {
            continue;
        }
        return error;
    }

    /** Closes the socket without a word. */
    @Override
    public void close() {
        open = false;
        raw.close();
    }
}
