package org.ratatosk.server.stanza;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;

/**
 * A message, presence or iq (RFC 6120 section 8) in the namespace {@code jabber:client}: an element whose addresses and type
 * have been read and checked. Immutable.
 */
public abstract sealed class Stanza permits Message, Presence, Iq {
    /** The namespace that stanzas have inside the server, whatever stream they came from. */
    public static final String NS = "jabber:client";

    /** The three kinds, for {@code switch}. */
    public enum Kind {
        MESSAGE,
        PRESENCE,
        IQ
    }

    private final Element element;
    private final @Nullable Jid to;
    private final @Nullable Jid from;

    Stanza(Element element) {
        this.element = element;
        this.to = address(element, "to");
        this.from = address(element, "from");
    }

    private static @Nullable Jid address(Element element, String attribute) {
        Optional<String> value = element.attr(attribute);
        if (value.isEmpty()) {
            return null;
        }
        try {
            return Jid.of(value.get());
        } catch (JidException e) {
            throw new StanzaException(Condition.JID_MALFORMED, "'" + attribute + "' is no address: " + e.getMessage());
        }
    }

    /**
     * Reads a stanza.
     *
     * @throws StanzaException if an address or the type is wrong, or the element is no stanza at all (bad-request)
     */
    public static Stanza of(Element element) {
        if (!element.ns().equals(NS)) {
            throw new StanzaException(Condition.BAD_REQUEST, "<" + element.local() + "/> is of no stanza's namespace");
        }
        return switch (element.local()) {
            case "message" -> new Message(element);
            case "presence" -> new Presence(element);
            case "iq" -> new Iq(element);
            default ->
                throw new StanzaException(
                        Condition.BAD_REQUEST, "<" + element.local() + "/> is not a message, presence or iq");
        };
    }

    /** Which of the three this is. */
    public abstract Kind kind();

    /** Whether this is an error; errors are never answered. */
    public abstract boolean isError();

    /** Whether an error can answer this: it is no error itself, and no result. */
    public boolean isAnswerable() {
        return !isError();
    }

    /** The stanza as it stands on the wire. */
    public Element element() {
        return element;
    }

    /** Whom it is for; without it, the sender's own account or server. */
    public Optional<Jid> to() {
        return Optional.ofNullable(to);
    }

    /** Who sent it; stamped by the server on everything that a client sends. */
    public Optional<Jid> from() {
        return Optional.ofNullable(from);
    }

    /** The id that the sender gave. */
    public Optional<String> id() {
        return element.attr("id");
    }

    /** The same stanza with another element. */
    abstract Stanza rebuilt(Element changed);

    /** A copy for another recipient; {@code null} removes the address. */
    public Stanza withTo(@Nullable Jid newTo) {
        return rebuilt(element.withAttr("to", newTo == null ? null : newTo.toString()));
    }

    /** A copy from another sender; {@code null} removes the address. */
    public Stanza withFrom(@Nullable Jid newFrom) {
        return rebuilt(element.withAttr("from", newFrom == null ? null : newFrom.toString()));
    }

    /** A copy with a child added. */
    public Stanza with(Element child) {
        return rebuilt(element.with(child));
    }

    /** A copy with other content; its kind, addresses and type are read anew. */
    public Stanza withElement(Element changed) {
        return rebuilt(changed);
    }

    /**
     * The error that answers this stanza, from its recipient to its sender (RFC 6120 section 8.3), the first child of an iq
     * included.
     *
     * @throws IllegalStateException if this is an error or a result, which are never answered
     */
    public Stanza error(StanzaError error) {
        if (!isAnswerable()) {
            throw new IllegalStateException("An error or result is never answered");
        }
        Element.Builder answer = Element.builder(element.name())
                .attr("type", "error")
                .attr("id", element.attr("id").orElse(null))
                .attr("from", to)
                .attr("to", from);
        if (kind() == Kind.IQ) {
            element.first().ifPresent(answer::child);
        }
        return rebuilt(answer.child(error.toElement(element.ns())).build());
    }

    /** The stanza as XML. It may hold private words: never log it. */
    @Override
    public String toString() {
        return element.toString();
    }
}
