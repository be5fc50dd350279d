package org.ratatosk.web.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.page.Answer;
import org.ratatosk.web.page.Call;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.PostPage;
import org.ratatosk.web.page.Site;
import org.ratatosk.web.view.Excerpt;

/** The newest comments under a post as an Atom feed (RFC 4287). Immutable. */
public final class CommentFeedPage implements Page {
    private static final int ENTRIES = 20;
    private static final int TITLE = 70;
    private final Site site;

    /** For this site. */
    public CommentFeedPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/posts/{number}/feed.atom";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        Post post = PostPage.find(site, call);
        List<Comment> comments = newest(call, post);
        Instant updated =
                comments.isEmpty() ? post.published() : comments.get(0).published();
        String path = Links.postPath(post.number());
        String title = "Comments on " + (post.title().isBlank() ? Excerpt.of(post.text(), TITLE) : post.title());
        Atom atom = new Atom(site.bridge().siteUrl());
        atom.open(
                new Atom.Head(
                        tag(post.published(), "posts/" + post.number() + "/comments"),
                        title,
                        path,
                        path + "/feed.atom"),
                updated);
        comments.forEach(comment -> atom.entry(entry(comment)));
        return Answer.text(200, "application/atom+xml;charset=utf-8", atom.close())
                .cached(Answer.Cache.REVALIDATE)
                .changed(updated);
    }

    private List<Comment> newest(Call call, Post post) {
        int all = site.bridge().commentsBefore(post.number(), call.viewer(), Long.MAX_VALUE);
        List<Comment> last = new ArrayList<>(
                site.bridge().comments(post.number(), call.viewer(), Math.max(0, all - ENTRIES), ENTRIES));
        last.removeIf(comment -> comment.state() != Comment.State.SHOWN);
        Collections.reverse(last);
        return last;
    }

    private Atom.Entry entry(Comment comment) {
        return new Atom.Entry(
                tag(comment.published(), "comments/" + comment.number()),
                "",
                comment.text(),
                comment.link(),
                comment.author(),
                comment.authorIsMember() ? Links.journalPath(comment.author()) : null,
                List.of(),
                comment.published());
    }

    private String tag(Instant at, String what) {
        return Atom.tag(site.bridge().siteDomain(), at.toString().substring(0, 10), what);
    }
}
