package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.web.auth.Access;

/** Comments of strangers that wait for the author of the post. Immutable. */
public final class HeldPage implements FormPage {
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
    public Answer get(Call call) {
        String member = call.requireVisitor().name();
        int offset = Paging.offset(call);
        List<Comment> held = site.bridge().heldComments(member, offset, Paging.ROWS + 1);
        Map<Long, String> headings = new HashMap<>();
        List<Row> rows = Paging.page(held).stream()
                .map(comment -> new Row(
                        headings.computeIfAbsent(comment.post(), post -> heading(call, post)),
                        Links.postPath(comment.post()),
                        CommentView.of(site, member, comment)))
                .toList();
        Paging paging = Paging.of(offset, held.size(), Map.of());
        Map<String, Object> model = Map.of("tab", "comments", "rows", rows, "paging", paging);
        return Answer.html(site.render(call, "HeldPage.ftlh", "Waiting comments", model));
    }

    private String heading(Call call, long post) {
        return site.bridge().post(post, call.viewer()).map(PostView::heading).orElse("#" + post);
    }

    @Override
    public Answer post(Call call) {
        return Done.then(path(), Moderation.take(site, call));
    }
}
