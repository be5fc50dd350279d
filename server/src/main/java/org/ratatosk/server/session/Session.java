package org.ratatosk.server.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/**
 * A client that is logged in and has its full address. Thread-safe; the attachments are lane-confined.
 */
public final class Session {
    private final Jid jid;
    private final String resource;
    private final Jid account;
    private final Connection connection;
    private final Sessions sessions;
    private final Attachments attachments = new Attachments();
    private final AcceptedInOrder accepted = new AcceptedInOrder();
    private volatile boolean over;
    private volatile @Nullable Presence presence;

    Session(Jid jid, Connection connection, Sessions sessions) {
        this.jid = jid;
        this.account = jid.bare();
        this.resource = jid.resource().orElseThrow();
        this.connection = connection;
        this.sessions = sessions;
    }

    /** The full address. */
    public Jid jid() {
        return jid;
    }

    /** The bare address. */
    public Jid account() {
        return account;
    }

    /** The resource. */
    public String resource() {
        return resource;
    }

    /** The client's stream. */
    public Connection connection() {
        return connection;
    }

    /** State of features. Lane-confined. */
    public Attachments attachments() {
        return attachments;
    }

    /** The presence that the client sent last; empty before initial presence and after unavailable presence. */
    public Optional<Presence> presence() {
        return Optional.ofNullable(presence);
    }

    /** Sets the presence that others see; {@code null} for unavailable. Only in the account's lane. */
    public void setPresence(@Nullable Presence current) {
        presence = current;
    }

    /** Whether the client has sent initial presence. */
    public boolean isAvailable() {
        return presence != null;
    }

    /** Whether the client is available and takes messages for the bare address (RFC 6121 section 4.7.2.3). */
    public boolean takesMessages() {
        Presence current = presence;
        return current != null && current.priority() >= 0;
    }

    /** The priority of the current presence; 0 without one. */
    public int priority() {
        Presence current = presence;
        return current == null ? 0 : current.priority();
    }

    /** Whether the session is over, because its stream ended or another one took its address. */
    public boolean isOver() {
        return over;
    }

    void markOver() {
        over = true;
    }

    /**
     * Takes a stanza that the client sent, whatever it is worth: mistakes are answered, a foreign {@code from} closes the stream.
     *
     * @param stanza in the namespace {@code jabber:client}
     * @param done runs once, on any thread, when everything that the stanza causes here is durable and sent on its way; these
     *     run in the order in which the stanzas came
     */
    public void receive(Element stanza, Runnable done) {
        sessions.receive(this, stanza, Ticket.of(accepted.enter(done)));
    }

    /** Sends an element to the client. Never blocks. */
    public void send(Element element) {
        sessions.countOut();
        connection.send(element);
    }

    /** Sends an element; {@code acknowledged} runs when the client has acknowledged it by stream management. */
    public void send(Element element, Runnable acknowledged) {
        sessions.countOut();
        connection.send(element, acknowledged);
    }

    /**
     * Ends the session: the stream is closed for good, or was not resumed in time. Contacts are told, and what the client never
     * acknowledged is looked after: kept messages stay undelivered and go to the account's other clients, requests are answered
     * with an error. To be called once by the stream, after {@link #close} too.
     *
     * @param unacknowledged stanzas that were sent to the client and, as far as stream management tells, not received
     */
    public void end(List<Element> unacknowledged) {
        sessions.end(this, unacknowledged);
    }

    /** Closes the stream with an error; contacts are told at once. */
    public void close(StreamError error) {
        connection.close(error);
        sessions.end(this, List.of());
    }

    @Override
    public String toString() {
        return "Session[" + jid.domain() + ", " + connection.info().transport() + "]";
    }
}
