package org.ratatosk.bridge.alerts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ratatosk.bridge.cms.ShownName;

/**
 * Everything that people can hear of: one line each, in the order of {@code help} and of docs/alerts.md. The names stand in the
 * database. Immutable.
 */
public enum Target {
    MEMBER("MEMBER", Argument.MEMBER, Who.ANYBODY, Given.OFF, "posts of %s"),
    MEMBER_TAG("MEMBER tag TAG", Argument.MEMBER_AND_TAG, Who.ANYBODY, Given.OFF, "posts of %s with the tag %s"),
    FRIENDS("friends", Argument.NONE, Who.MEMBERS, Given.OFF, "posts of your friends"),
    TAG("tag TAG", Argument.TAG, Who.ANYBODY, Given.OFF, "posts with the tag %s"),
    EVERYTHING("all", Argument.NONE, Who.ANYBODY, Given.OFF, "all posts"),
    POST("#NUMBER", Argument.POST, Who.ANYBODY, Given.OFF, "comments under #%s"),
    THREAD("thread #NUMBER", Argument.COMMENT, Who.ANYBODY, Given.OFF, "answers below comment #%s"),
    JOURNAL_COMMENTS("comments on MEMBER", Argument.MEMBER, Who.ANYBODY, Given.OFF, "comments on the posts of %s"),
    COMMENTER("comments by MEMBER", Argument.MEMBER, Who.ANYBODY, Given.OFF, "comments that %s writes"),
    OWN_POSTS("comments", Argument.SELF, Who.MEMBERS, Given.ON, "comments on your posts"),
    OWN_COMMENTS("replies", Argument.SELF, Who.MEMBERS, Given.ON, "replies to your comments"),
    LIKES("likes", Argument.SELF, Who.MEMBERS, Given.OFF, "who likes your posts and comments"),
    BEFRIENDED("befriended", Argument.SELF, Who.MEMBERS, Given.ON, "who adds you as a friend"),
    ACCEPTED("accepted", Argument.SELF, Who.MEMBERS, Given.ON, "who agrees to be your friend"),
    DEFRIENDED("defriended", Argument.SELF, Who.MEMBERS, Given.OFF, "who has you as a friend no longer"),
    NOTICES("notices", Argument.SELF, Who.MEMBERS, Given.ON, "what the site has to tell you alone"),
    ANNOUNCEMENTS("announcements", Argument.NONE, Who.MEMBERS, Given.ON, "what the site tells everybody");

    /** What has to be said besides. */
    public enum Argument {
        NONE("nothing"),
        /** The member who asks; nobody says that. */
        SELF("nothing"),
        MEMBER("a member"),
        MEMBER_AND_TAG("a member and a tag"),
        TAG("a tag"),
        POST("a post's number"),
        COMMENT("a comment's number");

        private final String words;

        Argument(String words) {
            this.words = words;
        }

        /** In words, as in {@code a member}. */
        public String words() {
            return words;
        }

        /** Whether people say something. */
        public boolean isSaid() {
            return this != NONE && this != SELF;
        }
    }

    /** Who can ask for it. */
    public enum Who {
        ANYBODY,
        MEMBERS
    }

    /** Whether members hear of it without asking. */
    public enum Given {
        ON,
        OFF
    }

    private final String words;
    private final Argument argument;
    private final Who who;
    private final Given given;
    private final String sentence;

    Target(String words, Argument argument, Who who, Given given, String sentence) {
        this.words = words;
        this.argument = argument;
        this.who = who;
        this.given = given;
        this.sentence = sentence;
    }

    /** How people write it to the bot; what they choose is in capitals. */
    public String words() {
        return words;
    }

    /** What has to be said besides. */
    public Argument argument() {
        return argument;
    }

    /** Who can ask for it. */
    public Who who() {
        return who;
    }

    /** Whether members hear of it without asking. */
    public boolean isGiven() {
        return given == Given.ON;
    }

    /** Whether it is about the one who asks, so that its topic is that member. */
    public boolean isOwn() {
        return argument == Argument.SELF;
    }

    /** What it is, with that which was chosen put in, as in {@code posts of alice}. */
    public String describe(String value) {
        return switch (argument) {
            case NONE, SELF -> sentence;
            case MEMBER_AND_TAG -> {
                String[] parts = (value + " ").split(" ", 2);
                yield String.format(Locale.ROOT, sentence, ShownName.login(parts[0]), parts[1].strip());
            }
            case MEMBER -> String.format(Locale.ROOT, sentence, ShownName.login(value));
            default -> String.format(Locale.ROOT, sentence, value);
        };
    }

    /** What it is, with examples in the place of what is chosen. */
    String example() {
        return describe(
                switch (argument) {
                    case MEMBER -> "alice";
                    case MEMBER_AND_TAG -> "alice goats";
                    case TAG -> "goats";
                    case POST -> "12";
                    case COMMENT -> "14";
                    default -> "";
                });
    }

    /** What members hear of without asking and can end. */
    public static List<Target> given() {
        return Arrays.stream(values()).filter(Target::isGiven).toList();
    }
}
