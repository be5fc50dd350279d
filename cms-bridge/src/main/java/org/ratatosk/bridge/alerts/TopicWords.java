package org.ratatosk.bridge.alerts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How people name what they want to hear of, as {@link Target} has it: {@code alice}, {@code #12}, {@code tag goats}; and
 * {@code @all} for a member of such a name. Immutable.
 */
public final class TopicWords {
    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,18})");
    private static final Pattern TAG = Pattern.compile("(?:tag\\s+[#*]?|[#*])(\\S.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern THREAD = Pattern.compile("thread\\s+#?(\\d{1,18})", Pattern.CASE_INSENSITIVE);
    private static final Pattern COMMENTS =
            Pattern.compile("comments\\s+(on|by)\\s+@?(\\S+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern MEMBER_TAG =
            Pattern.compile("@?([^\\s@#*]\\S*)\\s+tag\\s+[#*]?(\\S.*)", Pattern.CASE_INSENSITIVE);

    /** What can be named, for {@code help} and for answers to what cannot be understood. */
    public static final String GRAMMAR =
            Arrays.stream(Target.values()).map(TopicWords::line).collect(Collectors.joining("\n"));

    private TopicWords() {}

    private static String line(Target target) {
        String words = target.words()
                .replace("MEMBER", "alice")
                .replace("TAG", "goats")
                .replace("NUMBER", target.argument() == Target.Argument.COMMENT ? "14" : "12");
        String more = switch (target) {
            case MEMBER -> " (@alice, if the name is one of the words below)";
            case TAG -> " (or #goats)";
            default -> "";
        };
        return words + " - " + target.example() + more;
    }

    /** What some words name; nothing if they name nothing. The value of what is one's own is empty. */
    public static Optional<Topic> read(String words) {
        String text = words.strip();
        List<Optional<Topic>> forms = List.of(
                matched(NUMBER, text).map(m -> new Topic(Target.POST, m.group(1))),
                matched(TAG, text).map(m -> new Topic(Target.TAG, m.group(1))),
                matched(THREAD, text).map(m -> new Topic(Target.THREAD, m.group(1))),
                matched(COMMENTS, text).map(TopicWords::comments),
                matched(MEMBER_TAG, text).map(m -> Topic.tagged(m.group(1), m.group(2))));
        return forms.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> text.isEmpty() || text.matches("(?i)tag|thread|[@#*]") ? Optional.empty() : word(text));
    }

    private static Optional<Matcher> matched(Pattern form, String text) {
        return Optional.of(form.matcher(text)).filter(Matcher::matches);
    }

    private static Topic comments(Matcher matcher) {
        boolean on = matcher.group(1).equalsIgnoreCase("on");
        return new Topic(on ? Target.JOURNAL_COMMENTS : Target.COMMENTER, matcher.group(2));
    }

    private static Optional<Topic> word(String text) {
        String word = text.toLowerCase(Locale.ROOT).equals("everything") ? "all" : text.toLowerCase(Locale.ROOT);
        return Arrays.stream(Target.values())
                .filter(target -> !target.argument().isSaid() && target.words().equals(word))
                .map(target -> new Topic(target, ""))
                .findFirst()
                .or(() ->
                        text.startsWith("@") ? Optional.of(new Topic(Target.MEMBER, text.substring(1))) : member(text));
    }

    /** Several words name a member only behind an @. */
    private static Optional<Topic> member(String name) {
        return name.chars().anyMatch(Character::isWhitespace)
                ? Optional.empty()
                : Optional.of(new Topic(Target.MEMBER, name));
    }

    /** The words that name a topic to the bot. */
    public static String write(Target target, String value) {
        return switch (target.argument()) {
            case NONE, SELF -> target.words();
            case MEMBER -> plainly(target.words().replace("MEMBER", value), new Topic(target, value));
            case MEMBER_AND_TAG -> plainly(value.replaceFirst(" ", " tag "), new Topic(target, value));
            case TAG -> "tag " + value;
            case POST, COMMENT -> target.words().replace("NUMBER", value);
        };
    }

    private static String plainly(String words, Topic topic) {
        return read(words).equals(Optional.of(topic)) ? words : "@" + words;
    }

    /** What a topic is, in words for a sentence. */
    public static String describe(Target target, String value) {
        return target.describe(value);
    }
}
