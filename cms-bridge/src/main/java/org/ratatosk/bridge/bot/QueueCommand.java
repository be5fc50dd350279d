package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.stream.Collectors;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.identity.Identity.Right;

/** {@code queue}: the comments that wait for the caller. Thread-safe. */
public final class QueueCommand implements Command {
    private static final int MOST = 20;
    private static final int EXCERPT = 120;
    private static final int TITLE = 60;

    private final CmsAdapter cms;

    /** @param cms where the comments are */
    public QueueCommand(CmsAdapter cms) {
        this.cms = cms;
    }

    @Override
    public List<String> names() {
        return List.of("queue");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "queue";
    }

    @Override
    public String summary() {
        return "The comments under your posts that wait for you.";
    }

    @Override
    public String run(Request request) {
        Rights.need(request, Right.COMMENT, "decide on comments");
        String member = request.member().orElseThrow().member().name();
        List<Comment> held = cms.heldComments(member, 0, MOST + 1);
        if (held.isEmpty()) {
            return "No comment waits for you.";
        }
        return held.stream().limit(MOST).map(this::line).collect(Collectors.joining("\n"))
                + (held.size() > MOST ? "\nMore wait behind them." : "")
                + "\n\"approve #NUMBER\" shows one, \"reject #NUMBER\" and \"spam #NUMBER\" take it away.";
    }

    private String line(Comment comment) {
        String place = cms.post(comment.post())
                .map(Post::title)
                .filter(title -> !title.isBlank())
                .map(title -> " \"" + Phrases.excerpt(title, TITLE) + "\"")
                .orElse("");
        return "#" + comment.number() + " " + comment.author() + " on #" + comment.post() + place + ": "
                + Phrases.excerpt(comment.text(), EXCERPT);
    }
}
