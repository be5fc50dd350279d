package org.ratatosk.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.web.auth.Access;

/** Comments of strangers that wait for the author of the post. Immutable. */
public final class HeldPage implements Page {
    private static final int POSTS = 100;
    private final Site site;

    /** For this site. */
    public HeldPage(Site site) {
        this.site = site;
    }

    /** A waiting comment and the post under which it stands. */
    public record Row(String heading, String path, CommentView comment) {}

    @Override
    public String path() {
        return "/me/comments";
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public boolean takesForms() {
        return true;
    }

    @Override
    public Answer get(Call call) {
        String member = call.requireVisitor().name();
        Viewer viewer = call.viewer();
        List<Row> rows = new ArrayList<>();
        for (Post post : site.bridge().posts(member, viewer, Long.MAX_VALUE, POSTS)) {
            List<Comment> held = site.bridge().comments(post.number(), viewer).stream()
                    .filter(comment -> comment.state() == Comment.State.HELD)
                    .toList();
            for (CommentView comment : CommentView.threads(site, member, held)) {
                rows.add(new Row(PostView.heading(post), "/posts/" + post.number(), comment));
            }
        }
        Map<String, Object> model = Map.of("tab", "comments", "rows", rows, "posts", POSTS);
        return Answer.html(site.render(call, "HeldPage.ftlh", "Waiting comments", model));
    }

    @Override
    public Answer post(Call call) {
        return Done.then(path(), Moderation.take(site, call));
    }
}
