package org.ratatosk.bridge.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is told and is neither post nor comment. Immutable.
 *
 * @param number its number, of the same row as those of posts and comments
 * @param target as what people hear of it
 * @param recipient the member whom it is for, or {@code null} for everybody
 * @param about the member who did it, or empty text
 * @param title its title, or empty text
 * @param text its words, plain, or empty text
 * @param link where more of it is, or empty text
 * @param action what of the CMS told it, as in {@code component:action}, or empty text
 * @param created when it came
 */
public record Notice(
        long number,
        Target target,
        @Nullable String recipient,
        String about,
        String title,
        String text,
        String link,
        String action,
        Instant created) {
    // no CMS has an action of this name
    private static final String LIST = "*list*";

    /** Characters of a title. */
    public static final int MAX_TITLE = 1_000;

    /** Characters of a text. */
    public static final int MAX_TEXT = 10_000;

    /** Characters of a link. */
    public static final int MAX_LINK = 2_000;

    /** Characters of an action. */
    public static final int MAX_ACTION = 200;

    /** Checks that nothing is longer than it can be kept. */
    public Notice {
        if (title.length() > MAX_TITLE
                || text.length() > MAX_TEXT
                || link.length() > MAX_LINK
                || action.length() > MAX_ACTION) {
            throw new IllegalArgumentException("Longer than it can be kept");
        }
    }

    /** What was held for a member, told together. */
    public static Notice ofList(String recipient, String words) {
        return new Notice(0, Target.NOTICES, recipient, "", "", words, "", LIST, Instant.EPOCH);
    }

    /** Whether it is a list of what was held. */
    public boolean isList() {
        return action.equals(LIST);
    }

    /** What somebody did to somebody else, without a number yet. */
    public static Notice ofFriends(Target target, String actor, String recipient) {
        return new Notice(0, target, recipient, actor, "", "", "", "", Instant.EPOCH);
    }
}
