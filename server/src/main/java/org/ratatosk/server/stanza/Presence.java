package org.ratatosk.server.stanza;

import java.util.Locale;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;

/** A presence stanza (RFC 6121 sections 3 and 4). Immutable. */
public final class Presence extends Stanza {
    /** The types; no type attribute means {@link #AVAILABLE}. */
    public enum Type {
        AVAILABLE,
        UNAVAILABLE,
        SUBSCRIBE,
        SUBSCRIBED,
        UNSUBSCRIBE,
        UNSUBSCRIBED,
        PROBE,
        ERROR
    }

    private final Type type;

    Presence(Element element) {
        super(element);
        this.type = element.attr("type").map(Presence::typeOf).orElse(Type.AVAILABLE);
    }

    private static Type typeOf(String value) {
        return switch (value) {
            case "unavailable" -> Type.UNAVAILABLE;
            case "subscribe" -> Type.SUBSCRIBE;
            case "subscribed" -> Type.SUBSCRIBED;
            case "unsubscribe" -> Type.UNSUBSCRIBE;
            case "unsubscribed" -> Type.UNSUBSCRIBED;
            case "probe" -> Type.PROBE;
            case "error" -> Type.ERROR;
            default ->
                throw new StanzaException(Condition.BAD_REQUEST, "A presence cannot have the type '" + value + "'");
        };
    }

    /** Starts a presence of a type. */
    public static Element.Builder builder(Type type) {
        return Element.builder(NS, "presence")
                .attr("type", type == Type.AVAILABLE ? null : type.name().toLowerCase(Locale.ROOT));
    }

    /** Reads a presence that was just built. */
    public static Presence of(Element.Builder builder) {
        return new Presence(builder.build());
    }

    @Override
    public Kind kind() {
        return Kind.PRESENCE;
    }

    /** The type. */
    public Type type() {
        return type;
    }

    @Override
    public boolean isError() {
        return type == Type.ERROR;
    }

    /** Whether this asks for, grants or ends a subscription. */
    public boolean isSubscription() {
        return switch (type) {
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED -> true;
            case AVAILABLE, UNAVAILABLE, PROBE, ERROR -> false;
        };
    }

    /** The priority, -128 to 127; 0 when missing or no number (RFC 6121 section 4.7.2.3). */
    public int priority() {
        try {
            int value = Integer.parseInt(
                    element().childText(NS, "priority").orElse("0").strip());
            return value < -128 || value > 127 ? 0 : value;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    @Override
    Stanza rebuilt(Element changed) {
        return new Presence(changed);
    }
}
