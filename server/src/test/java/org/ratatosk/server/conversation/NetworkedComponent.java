package org.ratatosk.server.conversation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.ContentNamespace;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Limits;
import org.ratatosk.server.xml.StreamHeader;
import org.ratatosk.server.xml.XmlReader;
import org.ratatosk.server.xml.XmlWriter;

/** A component over a socket (XEP-0114). Confined to one thread. */
final class NetworkedComponent implements Player.Client {
    private static final String NS = "jabber:component:accept";
    private static final ContentNamespace STANZAS = new ContentNamespace(NS);
    private static final int PATIENCE_MILLIS = 5_000;

    private final ArrayDeque<Element> received = new ArrayDeque<>();
    private final String domain;
    private final RawClient raw;
    private final XmlReader reader;
    private Optional<StreamError.Condition> error = Optional.empty();
    private boolean open = true;
    private int settled;

    NetworkedComponent(TestServer server, String domain) {
        this.domain = domain;
        this.raw = RawComponent.proved(server, domain);
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
        byte[] header = RawComponent.header(domain).getBytes(UTF_8);
        reader.feed(header, 0, header.length);
    }

    private void take(Element element) {
        if (element.is(StreamError.STREAM_NS, "error")) {
            error = element.first().map(Element::local).map(NetworkedComponent::condition);
        } else {
            received.add(STANZAS.inward(element));
        }
    }

    private static StreamError.Condition condition(String elementName) {
        return StreamError.Condition.valueOf(
                elementName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private boolean read() {
        byte[] bytes = raw.next(PATIENCE_MILLIS);
        reader.feed(bytes, 0, bytes.length);
        return bytes.length > 0;
    }

    boolean isOpen() {
        return open && !raw.hasEnded();
    }

    /** Waits until the server has handled all that this component has sent. */
    void settle() {
        String id = "settle-" + settled++;
        send(Element.builder(Stanza.NS, "iq")
                .attr("type", "get")
                .attr("id", id)
                .attr("from", domain)
                .attr("to", domain.substring(domain.indexOf('.') + 1))
                .child(Element.of("urn:xmpp:ping", "ping"))
                .build());
        while (!received.removeIf(e -> e.attr("id").equals(Optional.of(id))) && isOpen() && read()) {
            continue;
        }
    }

    @Override
    public void send(Element element) {
        raw.send(XmlWriter.toStreamXml(STANZAS.outward(element), NS));
    }

    @Override
    public Optional<Element> receive() {
        while (received.isEmpty() && isOpen() && read()) {
            continue;
        }
        return Optional.ofNullable(received.poll());
    }

    @Override
    public List<Element> rest() {
        settle();
        List<Element> rest = new ArrayList<>(received);
        received.clear();
        return rest;
    }

    @Override
    public void acknowledging(boolean on) {
        throw new UnsupportedOperationException("Components acknowledge nothing");
    }

    @Override
    public void disconnect() {
        raw.send(XmlWriter.streamEnd());
        while (isOpen() && read()) {
            continue;
        }
    }

    @Override
    public void vanish() {
        disconnect();
    }

    @Override
    public Optional<StreamError.Condition> closedWith() {
        while (error.isEmpty() && isOpen() && read()) {
            continue;
        }
        return error;
    }

    void close() {
        raw.close();
    }
}
