package org.ratatosk.bridge.bot;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

/**
 * What a message to the bot is. Errors, headlines, groupchat, copies, auto-replies, chat states and encrypted messages are never
 * a command. Immutable.
 */
enum Triage {
    /** Nothing that a person wants to say to the bot. */
    IGNORED,
    /** Words, but only for those who have the key (XEP-0384, 0373, 0027, OTR; announced by XEP-0380). */
    ENCRYPTED,
    /** Taking back what was said (XEP-0424), or a reaction to what the bot said (XEP-0444). */
    GESTURE,
    /** Words from an occupant of a room (XEP-0045 section 7.5). */
    FROM_ROOM,
    /** Words. */
    WORDS;

    private static final Set<String> COPIES = Set.of(
            "urn:xmpp:carbons:2", "urn:xmpp:forward:0", "urn:xmpp:mam:2", "http://jabber.org/protocol/pubsub#event");
    private static final String OMEMO = "eu.siacs.conversations.axolotl";
    private static final Pattern AUTO_REPLY = Pattern.compile(
            "[\\[(<*]*\\s*(auto(mat(ic|ed))?[- ]?(reply|response|responder|answer)|out of office)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    static Triage of(Message message) {
        switch (message.type()) {
            case ERROR, HEADLINE, GROUPCHAT -> {
                return IGNORED;
            }
            case NORMAL, CHAT -> {}
        }
        Element element = message.element();
        if (element.children().stream().anyMatch(child -> COPIES.contains(child.ns()))) {
            return IGNORED;
        }
        Optional<String> body = message.body().map(String::strip).filter(text -> !text.isEmpty());
        if (isEncrypted(element, body.orElse(""))) {
            return ENCRYPTED;
        }
        if (Gesture.of(message).isPresent()) {
            return GESTURE;
        }
        // what answers by itself names no message that it answers
        boolean answers = element.child("urn:xmpp:reply:0", "reply").isPresent();
        if (body.isEmpty() || (!answers && AUTO_REPLY.matcher(body.get()).matches())) {
            return IGNORED;
        }
        return element.child("http://jabber.org/protocol/muc#user", "x").isPresent() ? FROM_ROOM : WORDS;
    }

    private static boolean isEncrypted(Element message, String body) {
        if (body.startsWith("?OTR")) {
            return true;
        }
        for (Element child : message.children()) {
            boolean omemo = child.local().equals("encrypted")
                    && (child.ns().equals(OMEMO) || child.ns().startsWith("urn:xmpp:omemo:"));
            // an OMEMO element without a payload only exchanges keys
            if (omemo && (!body.isEmpty() || child.child(child.ns(), "payload").isPresent())) {
                return true;
            }
            if (child.ns().equals("urn:xmpp:openpgp:0")
                    || child.ns().equals("jabber:x:encrypted")
                    || (child.ns().equals("urn:xmpp:eme:0") && !body.isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
