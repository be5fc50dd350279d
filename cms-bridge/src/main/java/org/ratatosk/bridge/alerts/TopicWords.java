package org.ratatosk.bridge.alerts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.bridge.alerts.Subscription.Target;
import org.ratatosk.bridge.cms.ShownName;

/**
 * How people name what they want to hear of: {@code alice}, {@code #12}, {@code tag goats}, {@code all}, {@code comments},
 * {@code replies}; and {@code @all} for a member of such a name. Immutable.
 */
public final class TopicWords {
    /** What can be named, for {@code help} and for answers to what cannot be understood. */
    public static final String GRAMMAR = """
            alice - the posts of alice (@alice, if the name is one of the words below)
            #12 - comments under post #12
            tag goats - posts with the tag goats (or #goats)
            all - all posts
            comments - comments on your own posts
            replies - replies to your own comments""";

    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,18})");
    private static final Pattern TAG = Pattern.compile("(?:tag\\s+[#*]?|[#*])(\\S.*)", Pattern.CASE_INSENSITIVE);

    private TopicWords() {}

    /** What some words name; nothing if they name nothing. The value of one's own posts and comments is empty. */
    public static Optional<Topic> read(String words) {
        String text = words.strip();
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return Optional.of(new Topic(Target.POST, number.group(1)));
        }
        Matcher tag = TAG.matcher(text);
        if (tag.matches()) {
            return Optional.of(new Topic(Target.TAG, tag.group(1)));
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "tag", "@", "#", "*" -> Optional.empty();
            case "all", "everything" -> Optional.of(Topic.EVERYTHING);
            case "comments" -> Optional.of(new Topic(Target.OWN_POSTS, ""));
            case "replies" -> Optional.of(new Topic(Target.OWN_COMMENTS, ""));
            default -> text.startsWith("@") ? Optional.of(new Topic(Target.MEMBER, text.substring(1))) : member(text);
        };
    }

    /** Several words name a member only behind an @. */
    private static Optional<Topic> member(String name) {
        return name.chars().anyMatch(Character::isWhitespace)
                ? Optional.empty()
                : Optional.of(new Topic(Target.MEMBER, name));
    }

    /** The words that name a topic to the bot. */
    public static String write(Target target, String value) {
        return switch (target) {
            case MEMBER -> isPlain(value) ? value : "@" + value;
            case POST -> "#" + value;
            case TAG -> "tag " + value;
            case EVERYTHING -> "all";
            case OWN_POSTS -> "comments";
            case OWN_COMMENTS -> "replies";
        };
    }

    private static boolean isPlain(String name) {
        return read(name).equals(Optional.of(new Topic(Target.MEMBER, name)));
    }

    /** What a topic is, in words for a sentence. */
    public static String describe(Target target, String value) {
        return switch (target) {
            case MEMBER -> "posts of " + ShownName.login(value);
            case POST -> "comments under #" + value;
            case TAG -> "posts with the tag " + value;
            case EVERYTHING -> "all posts";
            case OWN_POSTS -> "comments on your posts";
            case OWN_COMMENTS -> "replies to your comments";
        };
    }
}
