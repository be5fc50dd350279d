package org.ratatosk.bridge.config;

/**
 * How much of each thing there may be; texts in characters. Immutable.
 *
 * @param title of a post
 * @param post text of a post
 * @param comment text of a comment
 * @param tags of one post
 * @param tag one tag
 * @param mood of a post
 * @param hintsPerHour hints that a sender gets in an hour
 * @param waitingPerSender messages of one sender that may wait for the bot
 * @param botThreads senders whose messages the bot works on at the same time
 */
public record Limits(
        int title,
        int post,
        int comment,
        int tags,
        int tag,
        int mood,
        int hintsPerHour,
        int waitingPerSender,
        int botThreads) {
    // What the tables hold: their columns count UTF-16 units, of which a character has one or two.

    /** The most that {@link #title} and {@link #tag} can be. */
    public static final int MAX_TITLE = 1000;

    /** The most that {@link #post} and {@link #comment} can be. */
    public static final int MAX_TEXT = 250_000;

    /** The most that {@link #mood} can be. */
    public static final int MAX_MOOD = 500;

    /** The most that {@link #tags} times {@link #tag} can be. */
    public static final int MAX_ALL_TAGS = 9000;

    /** The most that {@link #tags} can be. */
    public static final int MAX_TAGS = 1000;

    /** What holds if nothing else is set. */
    public static final Limits DEFAULTS = new Limits(200, 60_000, 10_000, 20, 50, 60, 3, 64, 16);
}
