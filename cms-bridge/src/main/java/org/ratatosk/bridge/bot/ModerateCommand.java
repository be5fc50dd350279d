package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Moderation;
import org.ratatosk.bridge.identity.Identity;

/** {@code approve #n} and {@code reject #n}: a member decides on a comment under an own post. Thread-safe. */
public final class ModerateCommand implements Command {
    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,18})");

    private final Moderation moderation;
    private final boolean shows;

    private ModerateCommand(Moderation moderation, boolean shows) {
        this.moderation = moderation;
        this.shows = shows;
    }

    /** {@code approve #n}: shows a comment that waits. */
    public static ModerateCommand approve(Moderation moderation) {
        return new ModerateCommand(moderation, true);
    }

    /** {@code reject #n}: takes a comment away. */
    public static ModerateCommand reject(Moderation moderation) {
        return new ModerateCommand(moderation, false);
    }

    private String name() {
        return shows ? "approve" : "reject";
    }

    @Override
    public List<String> names() {
        return List.of(name());
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return name() + " #NUMBER";
    }

    @Override
    public String summary() {
        return shows
                ? "Shows a comment under a post of yours that waits for you."
                : "Takes a comment under a post of yours away.";
    }

    @Override
    public String details() {
        return "As an answer to the message that tells of the comment, \"" + name()
                + "\" alone does. From a linked address you" + " need the right to comment.";
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        if (!caller.rights().contains(Identity.Right.COMMENT)) {
            throw new CmsException(
                    "You may not decide on comments from " + caller.address()
                            + ": that takes the right to comment. Whoever logs in as "
                            + caller.member().name() + " at the site can allow it.",
                    false);
        }
        String member = caller.member().name();
        long number = number(request);
        boolean done =
                moderation.comment(member, number).state() == (shows ? Comment.State.SHOWN : Comment.State.REJECTED);
        Comment comment = moderation.decide(member, number, shows);
        String what = "Comment #" + number + " of " + comment.author();
        return shows
                ? what + (done ? " is shown already: " : " is shown now: ") + comment.link()
                : what + (done ? " was rejected already." : " is not shown. \"approve #" + number + "\" shows it.");
    }

    private long number(Request request) {
        Matcher number = NUMBER.matcher(request.args());
        if (number.matches()) {
            return Long.parseLong(number.group(1));
        }
        if (request.args().isEmpty() && request.answers().isPresent()) {
            return request.answers().getAsLong();
        }
        throw new CmsException("Which comment? Write: " + usage(), false);
    }
}
