package org.ratatosk.server.stanza;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlException;
import org.ratatosk.server.xml.XmlWriter;

/**
 * Why a stream ends (RFC 6120 section 4.9). Immutable.
 *
 * @param condition the defined condition
 * @param text a sentence for a person, or {@code null}
 */
public record StreamError(Condition condition, @Nullable String text) {
    /** The namespace of the defined conditions. */
    public static final String NS = "urn:ietf:params:xml:ns:xmpp-streams";

    /** The namespace of the stream itself. */
    public static final String STREAM_NS = XmlWriter.STREAM_NS;

    /** The defined conditions (RFC 6120 section 4.9.3). */
    public enum Condition {
        BAD_FORMAT,
        BAD_NAMESPACE_PREFIX,
        CONFLICT,
        CONNECTION_TIMEOUT,
        HOST_GONE,
        HOST_UNKNOWN,
        IMPROPER_ADDRESSING,
        INTERNAL_SERVER_ERROR,
        INVALID_FROM,
        INVALID_NAMESPACE,
        INVALID_XML,
        NOT_AUTHORIZED,
        NOT_WELL_FORMED,
        POLICY_VIOLATION,
        REMOTE_CONNECTION_FAILED,
        RESET,
        RESOURCE_CONSTRAINT,
        RESTRICTED_XML,
        SEE_OTHER_HOST,
        SYSTEM_SHUTDOWN,
        UNDEFINED_CONDITION,
        UNSUPPORTED_ENCODING,
        UNSUPPORTED_FEATURE,
        UNSUPPORTED_STANZA_TYPE,
        UNSUPPORTED_VERSION;

        /** The element name, as in {@code host-unknown}. */
        public String elementName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** An error without a text. */
    public static StreamError of(Condition condition) {
        return new StreamError(condition, null);
    }

    /** An error with a sentence for a person. */
    public static StreamError of(Condition condition, String text) {
        return new StreamError(condition, text);
    }

    /** The error for XML that a stream must not have. */
    public static StreamError of(XmlException e) {
        return new StreamError(Condition.valueOf(e.problem().name()), e.getMessage());
    }

    /** The sentence, or else the name of the condition. */
    public String words() {
        return text == null ? condition.elementName() : text;
    }

    /** The {@code stream:error} element. */
    public Element toElement() {
        Element.Builder error = Element.builder(STREAM_NS, "error").child(Element.of(NS, condition.elementName()));
        if (text != null) {
            error.child(Element.builder(NS, "text")
                    .attr(Element.LANG, "en")
                    .text(text)
                    .build());
        }
        return error.build();
    }
}
