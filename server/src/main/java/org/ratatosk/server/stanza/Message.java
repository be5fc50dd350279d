package org.ratatosk.server.stanza;

import java.util.Locale;
import java.util.Optional;
import org.ratatosk.server.xml.Element;

/** A message (RFC 6121 section 5). Immutable. */
public final class Message extends Stanza {
    /** The types of a message; an unknown or missing one is {@link #NORMAL} (RFC 6121 section 5.2.2). */
    public enum Type {
        NORMAL,
        CHAT,
        GROUPCHAT,
        HEADLINE,
        ERROR
    }

    private final Type type;

    Message(Element element) {
        super(element);
        this.type = element.attr("type").map(Message::typeOf).orElse(Type.NORMAL);
    }

    private static Type typeOf(String value) {
        return switch (value) {
            case "chat" -> Type.CHAT;
            case "groupchat" -> Type.GROUPCHAT;
            case "headline" -> Type.HEADLINE;
            case "error" -> Type.ERROR;
            default -> Type.NORMAL;
        };
    }

    /** Starts a message of a type. */
    public static Element.Builder builder(Type type) {
        return Element.builder(NS, "message")
                .attr("type", type == Type.NORMAL ? null : type.name().toLowerCase(Locale.ROOT));
    }

    /** Reads a message that was just built. */
    public static Message of(Element.Builder builder) {
        return new Message(builder.build());
    }

    @Override
    public Kind kind() {
        return Kind.MESSAGE;
    }

    /** The type. */
    public Type type() {
        return type;
    }

    @Override
    public boolean isError() {
        return type == Type.ERROR;
    }

    /** The first body. */
    public Optional<String> body() {
        return element().childText(NS, "body");
    }

    @Override
    Stanza rebuilt(Element changed) {
        return new Message(changed);
    }
}
