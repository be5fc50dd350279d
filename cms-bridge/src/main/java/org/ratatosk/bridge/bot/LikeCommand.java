package org.ratatosk.bridge.bot;

import java.util.List;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.identity.Identity.Right;

/** {@code like #n} and {@code unlike #n}. A reaction to an alert (XEP-0444) comes here too. Thread-safe. */
public final class LikeCommand implements Command {
    private final CmsAdapter cms;
    private final Reading reading;
    private final boolean likes;

    private LikeCommand(CmsAdapter cms, Reading reading, boolean likes) {
        this.cms = cms;
        this.reading = reading;
        this.likes = likes;
    }

    /** {@code like #n}. */
    public static LikeCommand like(CmsAdapter cms, Reading reading) {
        return new LikeCommand(cms, reading, true);
    }

    /** {@code unlike #n}. */
    public static LikeCommand unlike(CmsAdapter cms, Reading reading) {
        return new LikeCommand(cms, reading, false);
    }

    private String name() {
        return likes ? "like" : "unlike";
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
        return likes ? "Says that you like a post or comment." : "Takes that back.";
    }

    @Override
    public String details() {
        return likes
                ? "Simpler: react to an alert with your client."
                : "Simpler: take the reaction back with your client.";
    }

    @Override
    public String run(Request request) {
        long number = Numbers.only(request, "Which post or comment? Write: " + usage());
        Rights.need(request, Right.COMMENT, "say what you like");
        String member = request.member().orElseThrow().member().name();
        if (reading.target(number, Viewer.member(member)).isEmpty()) {
            throw new CmsException("There is no #" + number + " that you can see.", false);
        }
        if (cms.findComment(number)
                .filter(comment -> comment.state() == Comment.State.HELD)
                .isPresent()) {
            throw new CmsException(
                    "Comment #" + number + " waits for you. 👍 or ✅ shows it, 👎 or 🚫 takes it for spam.", false);
        }
        cms.like(number, member, likes, request.key());
        return likes ? "You like #" + number + "." : "You do not like #" + number + " any more.";
    }
}
