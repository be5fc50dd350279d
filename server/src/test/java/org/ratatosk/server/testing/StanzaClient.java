package org.ratatosk.server.testing;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlWriter;

/**
 * A client that has logged in over TCP and TLS and sends and receives elements. With stream management it acknowledges what it
 * receives by itself. Confined to one thread.
 */
public final class StanzaClient implements AutoCloseable {
    private static final String SM = "urn:xmpp:sm:3";

    private final RawClient raw;
    private final Jid jid;
    private final boolean streamManagement;
    private final Incoming incoming;
    private boolean acknowledging = true;
    private boolean asked;
    private int handled;
    private int settled;
    private int sent;
    private int accepted;
    private int answers;

    private StanzaClient(RawClient raw, Jid jid, boolean streamManagement) {
        this.raw = raw;
        this.jid = jid;
        this.streamManagement = streamManagement;
        this.incoming = new Incoming(raw, RawClient.header(jid.domain()), this::taken, this::answer);
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

    /** Makes the account, logs in, becomes available and leaves aside what came of that. */
    public static StanzaClient present(TestServer server, String full) {
        Jid jid = Jid.of(full);
        server.account(jid.bare().toString());
        StanzaClient client = connect(server, jid, true);
        client.send(Element.of(Stanza.NS, "presence"));
        client.settle();
        client.rest();
        return client;
    }

    /** Its address. */
    public Jid jid() {
        return jid;
    }

    /** Whether its stream is open, as far as it has read. */
    public boolean isOpen() {
        return incoming.isOpen();
    }

    /** Sends an element. */
    public void send(Element element) {
        sent += element.ns().equals(Stanza.NS) ? 1 : 0;
        raw.send(XmlWriter.toStreamXml(element, Stanza.NS));
    }

    /** Sends a chat message that has its words for an id too. */
    public void say(String to, String words) {
        send(Element.builder(Stanza.NS, "message")
                .attr("to", to)
                .attr("type", "chat")
                .attr("id", words)
                .child("body", words)
                .build());
    }

    /** The words of the next element; something else if it has none, or nothing came in time. */
    public String hear() {
        return receive()
                .flatMap(message -> message.childText(Stanza.NS, "body"))
                .orElse("nothing came");
    }

    private Optional<Element> taken(Element element) {
        if (streamManagement && element.ns().equals(SM)) {
            asked |= element.local().equals("r");
            answers += element.local().equals("a") ? 1 : 0;
            element.attr("h").ifPresent(count -> accepted = Integer.parseInt(count));
            return Optional.empty();
        }
        handled += element.ns().equals(Stanza.NS) ? 1 : 0;
        return Optional.of(element);
    }

    private void answer() {
        if (asked && acknowledging && isOpen()) {
            asked = false;
            send(Element.builder(SM, "a").attr("h", handled).build());
        }
    }

    /** The next element, waited for; nothing if none came in time. */
    public Optional<Element> receive() {
        return incoming.next();
    }

    /** What has come so far and nobody looked at. */
    public List<Element> rest() {
        return incoming.rest();
    }

    /** Waits until the server has handled all that this client has sent. */
    public void settle() {
        ping();
        if (streamManagement && isOpen()) {
            send(Element.of(SM, "r"));
        }
        incoming.until(() -> !streamManagement || accepted >= sent);
    }

    /** Asks how many stanzas the server has handled (XEP-0198 section 4), after one more, and gives what it says. */
    public int ask() {
        ping();
        int before = answers;
        send(Element.of(SM, "r"));
        if (!incoming.until(() -> answers != before)) {
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
        incoming.answer(id);
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
        incoming.end();
    }

    /** Why the server closed the stream, waited for; nothing if it did not in time. */
    public Optional<StreamError.Condition> closedWith() {
        return incoming.closedWith();
    }

    /** Closes the socket without a word. */
    @Override
    public void close() {
        incoming.close();
    }
}
