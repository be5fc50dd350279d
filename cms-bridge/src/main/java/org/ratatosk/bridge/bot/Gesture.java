package org.ratatosk.bridge.bot;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

/** What a client says about another message without words of a person. Immutable. */
sealed interface Gesture {
    /** The namespace of reactions. */
    String REACTIONS = "urn:xmpp:reactions:0";

    /** How many reactions count, and how long each can be. */
    int MOST = 32;

    /** The longest reaction. */
    int LONGEST = 64;

    /** The id of that other message. */
    String id();

    /** An own message is taken back (XEP-0424). */
    record Retraction(String id) implements Gesture {}

    /**
     * All that somebody thinks of a message by now (XEP-0444); what was said before counts no more.
     *
     * @param reactions emoji, possibly none, without doubles
     */
    record Reaction(String id, Set<String> reactions) implements Gesture {
        private static final Set<String> GOOD = Set.of("👍", "✅", "☑", "✔");
        private static final Set<String> BAD = Set.of("👎", "🚫");
        /** What only says how an emoji is drawn: as a picture, and in which colour of skin. */
        private static final String DRAWN = "[\\uFE0F\\x{1F3FB}-\\x{1F3FF}]";

        /** Whether it lets something pass. */
        boolean approves() {
            return anyOf(GOOD) && !anyOf(BAD);
        }

        /** Whether it turns something away. */
        boolean refuses() {
            return anyOf(BAD) && !anyOf(GOOD);
        }

        /** Whether anything of it is more than turning away. */
        boolean likes() {
            return reactions.stream().anyMatch(one -> !BAD.contains(plain(one)));
        }

        private boolean anyOf(Set<String> some) {
            return reactions.stream().map(Reaction::plain).anyMatch(some::contains);
        }

        private static String plain(String emoji) {
            return emoji.replaceAll(DRAWN, "");
        }
    }

    /** The gesture that a message is, if it is one. */
    static Optional<Gesture> of(Message message) {
        for (Element child : message.element().children()) {
            Optional<String> id = child.attr("id").filter(text -> !text.isEmpty());
            if (id.isPresent() && takesBack(child)) {
                return Optional.of(new Retraction(id.get()));
            }
            if (id.isPresent() && child.ns().equals(REACTIONS) && child.local().equals("reactions")) {
                return Optional.of(new Reaction(id.get(), reactions(child)));
            }
        }
        return Optional.empty();
    }

    /** Also in the form before version 0.4, where the id stood around it. */
    private static boolean takesBack(Element child) {
        return child.ns().equals("urn:xmpp:fasten:0")
                ? child.child("urn:xmpp:message-retract:0", "retract").isPresent()
                : child.ns().startsWith("urn:xmpp:message-retract:")
                        && child.local().equals("retract");
    }

    private static Set<String> reactions(Element element) {
        return element.children(REACTIONS, "reaction").stream()
                .map(reaction -> reaction.text().strip())
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST)
                .limit(MOST)
                .collect(Collectors.toUnmodifiableSet());
    }
}
