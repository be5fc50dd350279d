package org.ratatosk.bridge.bot;

import java.util.List;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Moderation;
import org.ratatosk.bridge.identity.Identity.Right;

/** {@code approve #n}, {@code reject #n} and {@code spam #n}: a member decides on a comment under an own post. Thread-safe. */
public final class ModerateCommand implements Command {
    private final Moderation moderation;
    private final String name;
    private final Comment.State state;
    private final String summary;

    private ModerateCommand(Moderation moderation, String name, Comment.State state, String summary) {
        this.moderation = moderation;
        this.name = name;
        this.state = state;
        this.summary = summary;
    }

    /** {@code approve #n}: shows a comment that waits. */
    public static ModerateCommand approve(Moderation moderation) {
        return new ModerateCommand(
                moderation,
                "approve",
                Comment.State.SHOWN,
                "Shows a comment under a post of yours that waits for you.");
    }

    /** {@code reject #n}: takes a comment away. */
    public static ModerateCommand reject(Moderation moderation) {
        return new ModerateCommand(
                moderation, "reject", Comment.State.REJECTED, "Takes a comment under a post of yours away.");
    }

    /** {@code spam #n}: takes a comment away as what nobody wants. */
    public static ModerateCommand spam(Moderation moderation) {
        return new ModerateCommand(
                moderation,
                "spam",
                Comment.State.SPAM,
                "Takes a comment under a post of yours away and lets the site know that it is spam.");
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return name + " #NUMBER";
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public String details() {
        return "As an answer to the message that tells of the comment, \"" + name
                + "\" alone does; so does a reaction to it, 👍 or ✅ for \"approve\", 👎 or 🚫 for \"spam\"."
                + " From a linked address you need the right to comment.";
    }

    @Override
    public String run(Request request) {
        Rights.need(request, Right.COMMENT, "decide on comments");
        String member = request.member().orElseThrow().member().name();
        long number = Numbers.only(request, "Which comment? Write: " + usage());
        boolean done = moderation.comment(member, number).state() == state;
        Comment comment = moderation.decide(member, number, state);
        String what = "Comment #" + number + " of " + comment.author();
        return switch (state) {
            case SHOWN -> what + (done ? " is shown already: " : " is shown now: ") + comment.link();
            case SPAM -> what + (done ? " was spam already." : " is spam now and not shown." + back(number));
            default -> what + (done ? " was rejected already." : " is not shown." + back(number));
        };
    }

    private static String back(long number) {
        return " \"approve #" + number + "\" shows it.";
    }
}
