package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Excerpt;

/** A post with the comments under it. Immutable. */
public final class PostPage implements Page {
    private static final int DESCRIPTION = 180;
    private final Site site;

    /** Shows this site. */
    public PostPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/posts/{number}";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        Post post = Numbers.positive(call.part("number")).stream()
                .boxed()
                .findFirst()
                .flatMap(number -> site.bridge().post(number, call.viewer()))
                .orElseThrow(() -> Refusal.notFound("There is no such post, or it is not for everybody's eyes."));
        String author = PostView.author(site, post.author());
        List<CommentView> comments =
                CommentView.threads(site, post.author(), site.bridge().comments(post.number(), call.viewer()));
        String feed = Links.journalPath(post.author()) + "/feed.atom";
        Map<String, Object> model = new HashMap<>();
        model.put("post", PostView.of(site, post, author, comments.size(), true));
        model.put("comments", comments);
        model.put("meta", new Meta("article", Excerpt.of(post.text(), DESCRIPTION), post.link(), feed));
        model.put("follow", Follow.command(site, "sub #" + post.number()));
        model.put("reply", Follow.command(site, "reply #" + post.number() + " "));
        String title = PostView.heading(post) + " — " + author;
        return Answer.html(site.render(call, "PostPage.ftlh", title, model)).cached(Answer.Cache.REVALIDATE);
    }
}
