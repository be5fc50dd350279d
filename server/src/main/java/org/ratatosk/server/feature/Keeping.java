package org.ratatosk.server.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

/** Which messages are kept, and what makes two messages the same. Immutable. */
final class Keeping {
    private static final String HINTS = "urn:xmpp:hints";

    /** What says nothing that anybody would want to read later. */
    private static final Set<String> FLEETING = Set.of(
            "http://jabber.org/protocol/chatstates", HINTS, StanzaIds.NS, Delay.NS, "http://jabber.org/protocol/nick");

    private Keeping() {}

    /**
     * Whether a message is kept. Chat and normal messages are, with a body or any other payload that means something; never
     * those of other types, those that hold nothing but chat states and the like, and those that ask not to be (XEP-0334).
     */
    static boolean isKept(Message message) {
        if (message.type() != Message.Type.CHAT && message.type() != Message.Type.NORMAL) {
            return false;
        }
        Element element = message.element();
        if (element.child(HINTS, "no-store").isPresent()
                || element.child(HINTS, "no-permanent-store").isPresent()) {
            return false;
        }
        return element.child(HINTS, "store").isPresent()
                || element.children().stream().anyMatch(Keeping::isLasting);
    }

    private static boolean isLasting(Element payload) {
        return !FLEETING.contains(payload.ns()) && !payload.local().equals("thread");
    }

    /**
     * What makes a message the same if it is sent again, "" for nothing: the id that a component gave it, or the origin-id of a
     * client (XEP-0359) together with its content.
     */
    static String key(Message message, boolean fromComponent) {
        Optional<Jid> from = message.from().map(Jid::bare);
        if (from.isEmpty()) {
            return "";
        }
        if (fromComponent) {
            return message.id()
                    .map(id -> digest("component", from.get(), recipient(message) + "\n" + id))
                    .orElse("");
        }
        return message.element()
                .child(StanzaIds.NS, "origin-id")
                .flatMap(origin -> origin.attr("id"))
                .map(id -> digest(id, from.get(), recipient(message) + "\n" + content(message)))
                .orElse("");
    }

    private static String recipient(Message message) {
        return message.to().map(to -> to.bare().toString()).orElse("");
    }

    private static String content(Message message) {
        return message.element().withAttr("from", null).withAttr("to", null).toString();
    }

    private static String digest(String first, Jid from, String last) {
        try {
            String text = first + "\n" + from + "\n" + last;
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
