package org.ratatosk.web.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Excerpt;

/** A post with the comments under it; members who are logged in comment, and its author lets held comments through. Immutable. */
public final class PostPage implements FormPage {
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
        return show(call, find(call), 200, null).cached(Answer.Cache.REVALIDATE);
    }

    @Override
    public Answer post(Call call) {
        Post post = find(call);
        String path = Links.postPath(post.number());
        if (call.viewer().memberName() == null) {
            throw new Refusal(403, "Log in to comment.");
        }
        if (!call.form().text("action").equals("comment")) {
            long decided = call.form().number("comment").orElse(0);
            return Done.then(path + "?c=" + decided, Moderation.take(site, call));
        }
        if (call.form().text("text").isEmpty()) {
            return show(call, post, 422, "A comment needs words.");
        }
        try {
            Comment made = comment(call, post);
            return Answer.seeOther(Links.commentPath(post.number(), made.number()));
        } catch (CmsException e) {
            return show(call, post, 422, e.getMessage());
        }
    }

    private Comment comment(Call call, Post post) {
        String member = call.requireVisitor().name();
        long answered = call.form().number("answers").orElse(post.number());
        // the key belongs to one login, so that nobody can take another's
        String key = "web:" + call.requireVisitor().session().keyHash() + ":"
                + call.form().text("key");
        return site.bridge().comment(member, answered, call.form().text("text"), key);
    }

    private Post find(Call call) {
        return find(site, call);
    }

    /** The post of a path; refuses if there is none that the visitor may see. */
    public static Post find(Site site, Call call) {
        OptionalLong number = Numbers.positive(call.part("number"));
        return number.stream()
                .boxed()
                .findFirst()
                .flatMap(known -> site.bridge().post(known, call.viewer()))
                .orElseThrow(() -> Refusal.notFound("There is no such post, or it is not for everybody's eyes."));
    }

    /** How many like the post and each comment that is shown, by number; those that nobody likes are left out. */
    private Map<String, Integer> likes(Post post, CommentPage comments) {
        List<Long> numbers = new ArrayList<>(List.of(post.number()));
        comments.comments().forEach(comment -> numbers.add(comment.number()));
        Map<String, Integer> likes = new HashMap<>();
        site.bridge().likes(numbers).forEach((number, many) -> likes.put(Long.toString(number), many));
        return likes;
    }

    private Answer show(Call call, Post post, int status, @Nullable String problem) {
        String author = PostView.author(site, post.author());
        CommentPage comments = CommentPage.of(site, call, post);
        String feed = Links.journalPath(post.author()) + "/feed.atom";
        Map<String, Object> model = new HashMap<>();
        model.put("post", PostView.of(site, post, author, comments.total(), true));
        model.put("comments", comments);
        model.put("likes", likes(post, comments));
        model.put("feed", Links.postPath(post.number()) + "/feed.atom");
        model.put("meta", new Meta("article", Excerpt.of(post.text(), DESCRIPTION), post.link(), feed));
        model.put("follow", Follow.command(site, "sub #" + post.number()));
        model.put("mayComment", call.viewer().memberName() != null);
        model.put("mayModerate", post.author().equals(call.viewer().memberName()));
        model.put("answers", CommentPage.answered(call).orElse(0));
        model.put("key", call.visitor() == null ? "" : site.secrets().fresh());
        model.put("text", call.form().text("text"));
        model.put("problem", problem);
        String title = PostView.heading(post) + " — " + author;
        return Answer.html(status, site.render(call, "PostPage.ftlh", title, model));
    }
}
