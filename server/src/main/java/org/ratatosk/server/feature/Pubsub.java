package org.ratatosk.server.feature;

import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** XEP-0060: names and errors of what the server speaks of it. Immutable. */
final class Pubsub {
    static final String NS = "http://jabber.org/protocol/pubsub";
    static final String OWNER_NS = NS + "#owner";
    static final String EVENT_NS = NS + "#event";
    static final Name PUBSUB = new Name(NS, "pubsub");
    static final Name OWNER = new Name(OWNER_NS, "pubsub");
    private static final String ERRORS_NS = NS + "#errors";

    private Pubsub() {}

    /** An error with a condition of pubsub's own, as in {@code nodeid-required}, and a sentence for a person. */
    static StanzaException error(Condition condition, String own, String text) {
        return new StanzaException(StanzaError.of(condition, text).with(Element.of(ERRORS_NS, own)));
    }

    /** The error for what the server does not do (section 3 of the errors' schema names it). */
    static StanzaException unsupported(String feature) {
        Element detail = Element.builder(ERRORS_NS, "unsupported")
                .attr("feature", feature)
                .build();
        return new StanzaException(
                StanzaError.of(Condition.FEATURE_NOT_IMPLEMENTED).with(detail));
    }

    /** The name of a node in a request. */
    static String node(Element request) {
        String node = request.attr("node").orElse("");
        if (node.isEmpty()) {
            throw error(Condition.BAD_REQUEST, "nodeid-required", "The request needs the name of a node");
        }
        return node;
    }

    /** What stands at a node, or a mention of it. */
    static Element item(String ns, String id, Iterable<Element> payload) {
        return Element.builder(ns, "item").attr("id", id).children(payload).build();
    }
}
