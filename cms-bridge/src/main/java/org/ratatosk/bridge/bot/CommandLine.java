package org.ratatosk.bridge.bot;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat line taken apart: the word it begins with, and what follows. Immutable.
 *
 * @param word the first word, in lower case
 * @param colon whether a colon stands directly after it, as in {@code post: text}
 * @param args what follows, stripped, possibly several lines
 */
public record CommandLine(String word, boolean colon, String args) {
    private static final Pattern FORM = Pattern.compile(
            "(\\p{L}{1,32})(?:(:)|(?=[\\s\\[])|$)\\s*(.*)", Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);

    /** Takes a text apart, if it begins with a word. */
    public static Optional<CommandLine> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new CommandLine(
                form.group(1).toLowerCase(Locale.ROOT),
                form.group(2) != null,
                form.group(3).strip()));
    }
}
