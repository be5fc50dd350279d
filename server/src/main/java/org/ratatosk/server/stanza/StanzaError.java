package org.ratatosk.server.stanza;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.Element;

/**
 * What went wrong with a stanza (RFC 6120 section 8.3). Immutable.
 *
 * @param condition the defined condition
 * @param type what the sender can do about it
 * @param text a sentence for a person, or {@code null}
 * @param detail an application-specific condition, or {@code null}
 */
public record StanzaError(
        Condition condition,
        Type type,
        @Nullable String text,
        @Nullable Element detail) {
    /** The namespace of the defined conditions. */
    public static final String NS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /** What the sender can do (RFC 6120 section 8.3.2). */
    public enum Type {
        AUTH,
        CANCEL,
        CONTINUE,
        MODIFY,
        WAIT
    }

    /** The defined conditions (RFC 6120 section 8.3.3), each with its usual type. */
    public enum Condition {
        BAD_REQUEST(Type.MODIFY),
        CONFLICT(Type.CANCEL),
        FEATURE_NOT_IMPLEMENTED(Type.CANCEL),
        FORBIDDEN(Type.AUTH),
        GONE(Type.CANCEL),
        INTERNAL_SERVER_ERROR(Type.CANCEL),
        ITEM_NOT_FOUND(Type.CANCEL),
        JID_MALFORMED(Type.MODIFY),
        NOT_ACCEPTABLE(Type.MODIFY),
        NOT_ALLOWED(Type.CANCEL),
        NOT_AUTHORIZED(Type.AUTH),
        POLICY_VIOLATION(Type.MODIFY),
        RECIPIENT_UNAVAILABLE(Type.WAIT),
        REDIRECT(Type.MODIFY),
        REGISTRATION_REQUIRED(Type.AUTH),
        REMOTE_SERVER_NOT_FOUND(Type.CANCEL),
        REMOTE_SERVER_TIMEOUT(Type.WAIT),
        RESOURCE_CONSTRAINT(Type.WAIT),
        SERVICE_UNAVAILABLE(Type.CANCEL),
        SUBSCRIPTION_REQUIRED(Type.AUTH),
        UNDEFINED_CONDITION(Type.CANCEL),
        UNEXPECTED_REQUEST(Type.WAIT);

        private final Type usualType;

        Condition(Type usualType) {
            this.usualType = usualType;
        }

        /** The type that the condition has unless the sender of the error says otherwise. */
        public Type usualType() {
            return usualType;
        }

        /** The element name, as in {@code bad-request}. */
        public String elementName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An error with the usual type of its condition and no text. */
    public static StanzaError of(Condition condition) {
        return new StanzaError(condition, condition.usualType(), null, null);
    }

    /** An error with the usual type of its condition and a sentence for a person. */
    public static StanzaError of(Condition condition, String text) {
        return new StanzaError(condition, condition.usualType(), text, null);
    }

    /** The same error with another type. */
    public StanzaError as(Type otherType) {
        return new StanzaError(condition, otherType, text, detail);
    }

    /** The same error with an application-specific condition. */
    public StanzaError with(Element applicationCondition) {
        return new StanzaError(condition, type, text, applicationCondition);
    }

    /** The {@code error} element for a stanza of namespace {@code ns}. */
    public Element toElement(String ns) {
        Element.Builder error = Element.builder(ns, "error")
                .attr("type", type.name().toLowerCase(Locale.ROOT))
                .child(Element.of(NS, condition.elementName()));
        if (text != null) {
            error.child(Element.builder(NS, "text")
                    .attr(Element.LANG, "en")
                    .text(text)
                    .build());
        }
        if (detail != null) {
            error.child(detail);
        }
        return error.build();
    }
}
