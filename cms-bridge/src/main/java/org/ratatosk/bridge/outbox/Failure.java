package org.ratatosk.bridge.outbox;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.xml.Element;

/**
 * Why a try failed, and whether another one may help: it may when the error says {@code wait}, when a server on the way was at
 * fault, and when the cause is unknown. Immutable.
 *
 * @param temporary whether another try may help
 * @param text what went wrong, in words
 */
record Failure(boolean temporary, String text) {
    private static final int MAX_TEXT = 300;
    private static final Set<Condition> PASSING = EnumSet.of(
            Condition.INTERNAL_SERVER_ERROR, Condition.REMOTE_SERVER_NOT_FOUND, Condition.REMOTE_SERVER_TIMEOUT);

    /** The failure that a send ended with. */
    static Failure of(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StanzaException refused) {
            StanzaError error = refused.error();
            return of(Optional.of(error.condition()), error.type() == StanzaError.Type.WAIT, error.text());
        }
        return new Failure(
                true, "The server could not be reached (" + cause.getClass().getSimpleName() + ")");
    }

    /** The failure that an error stanza tells of (RFC 6120 section 8.3). */
    static Failure of(Stanza stanza) {
        Optional<Element> error = stanza.element().child(Stanza.NS, "error");
        boolean wait = error.flatMap(e -> e.attr("type")).filter("wait"::equals).isPresent();
        String text = error.flatMap(e -> e.childText(StanzaError.NS, "text")).orElse(null);
        return of(error.flatMap(Failure::condition), wait, text);
    }

    private static Failure of(Optional<Condition> condition, boolean wait, @Nullable String text) {
        boolean temporary = wait || condition.isEmpty() || PASSING.contains(condition.get());
        String name = condition.orElse(Condition.UNDEFINED_CONDITION).elementName();
        String words = text == null || text.isBlank() ? name : name + ": " + text.strip();
        return new Failure(temporary, words.length() > MAX_TEXT ? words.substring(0, MAX_TEXT) : words);
    }

    /** The condition of an error element. */
    static Optional<Condition> condition(Element error) {
        for (Element child : error.children()) {
            if (child.ns().equals(StanzaError.NS) && !child.local().equals("text")) {
                return named(child.local());
            }
        }
        return Optional.empty();
    }

    private static Optional<Condition> named(String elementName) {
        try {
            return Optional.of(
                    Condition.valueOf(elementName.toUpperCase(Locale.ROOT).replace('-', '_')));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
