package org.ratatosk.server.stanza;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;

/**
 * A request or its answer (RFC 6120 section 8.2.3). A get or set that was read has an id and exactly one child. Immutable.
 */
public final class Iq extends Stanza {
    /** The types. */
    public enum Type {
        GET,
        SET,
        RESULT,
        ERROR
    }

    private final Type type;

    Iq(Element element) {
        super(element);
        this.type = typeOf(element.attr("type").orElse(""));
        if (element.attr("id").isEmpty()) {
            throw new StanzaException(Condition.BAD_REQUEST, "An iq needs an id");
        }
        int children = element.children().size();
        if (isRequest() && children != 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "A get or set needs exactly one child, not " + children);
        }
        if (type == Type.RESULT && children > 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "A result has at most one child, not " + children);
        }
    }

    private static Type typeOf(String value) {
        return switch (value) {
            case "get" -> Type.GET;
            case "set" -> Type.SET;
            case "result" -> Type.RESULT;
            case "error" -> Type.ERROR;
            default -> throw new StanzaException(Condition.BAD_REQUEST, "An iq cannot have the type '" + value + "'");
        };
    }

    /** A request; addresses can be added with {@link #withTo} and {@link #withFrom}. */
    public static Iq request(Type type, String id, @Nullable Jid from, @Nullable Jid to, Element payload) {
        return new Iq(Element.builder(NS, "iq")
                .attr("type", type.name().toLowerCase(Locale.ROOT))
                .attr("id", id)
                .attr("from", from)
                .attr("to", to)
                .child(payload)
                .build());
    }

    /**
     * The empty result that answers this request.
     *
     * @throws IllegalStateException if this is no request
     */
    public Iq result() {
        return answer(null);
    }

    /**
     * The result that answers this request.
     *
     * @throws IllegalStateException if this is no request
     */
    public Iq result(Element payload) {
        return answer(payload);
    }

    private Iq answer(@Nullable Element payload) {
        if (!isRequest()) {
            throw new IllegalStateException("Only a get or set has a result");
        }
        Element.Builder result = Element.builder(NS, "iq")
                .attr("type", "result")
                .attr("id", element().attr("id").orElseThrow())
                .attr("from", to().orElse(null))
                .attr("to", from().orElse(null));
        if (payload != null) {
            result.child(payload);
        }
        return new Iq(result.build());
    }

    @Override
    public Kind kind() {
        return Kind.IQ;
    }

    /** The type. */
    public Type type() {
        return type;
    }

    @Override
    public boolean isError() {
        return type == Type.ERROR;
    }

    @Override
    public boolean isAnswerable() {
        return isRequest();
    }

    /** Whether this is a get or set, which must be answered. */
    public boolean isRequest() {
        return type == Type.GET || type == Type.SET;
    }

    /** The child of a get or set, or of a result that has one. */
    public Optional<Element> payload() {
        return element().first();
    }

    @Override
    Stanza rebuilt(Element changed) {
        return new Iq(changed);
    }
}
