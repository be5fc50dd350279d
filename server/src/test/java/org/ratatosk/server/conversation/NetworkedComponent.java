package org.ratatosk.server.conversation;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.ContentNamespace;
import org.ratatosk.server.testing.Incoming;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.RawComponent;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlWriter;

/** A component over a socket (XEP-0114). Confined to one thread. */
final class NetworkedComponent implements Player.Client {
    private static final String NS = "jabber:component:accept";
    private static final ContentNamespace STANZAS = new ContentNamespace(NS);

    private final String domain;
    private final RawClient raw;
    private final Incoming incoming;
    private int settled;

    NetworkedComponent(TestServer server, String domain) {
        this.domain = domain;
        this.raw = RawComponent.proved(server, domain);
        this.incoming = new Incoming(
                raw, RawComponent.header(domain), element -> Optional.of(STANZAS.inward(element)), () -> {});
    }

    boolean isOpen() {
        return incoming.isOpen();
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
        incoming.answer(id);
    }

    @Override
    public void send(Element element) {
        raw.send(XmlWriter.toStreamXml(STANZAS.outward(element), NS));
    }

    @Override
    public Optional<Element> receive() {
        return incoming.next();
    }

    @Override
    public List<Element> rest() {
        settle();
        return incoming.rest();
    }

    @Override
    public void acknowledging(boolean on) {
        throw new UnsupportedOperationException("Components acknowledge nothing");
    }

    @Override
    public void disconnect() {
        incoming.end();
    }

    @Override
    public void vanish() {
        disconnect();
    }

    @Override
    public Optional<StreamError.Condition> closedWith() {
        return incoming.closedWith();
    }

    void close() {
        incoming.close();
    }
}
