package org.ratatosk.web.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Viewer;

/**
 * Posts of one page of a list, newest first. Immutable.
 *
 * @param posts as shown
 * @param older where the next page of older ones is, as a query, or {@code null} if there are none
 * @param paged whether this is not the first page
 */
public record PostList(List<PostView> posts, @Nullable String older, boolean paged) {
    static final int PAGE = 20;

    /** Fetches posts before a number, newest first. */
    interface Source {
        List<Post> fetch(long before, int limit);
    }

    /** The page of a list that a call asks for. */
    static PostList of(Site site, Call call, Source source) {
        OptionalLong before = call.query().number("before");
        if (before.isEmpty() && call.query().first("before").isPresent()) {
            throw Refusal.notFound("There is no such page of the list.");
        }
        List<Post> found = source.fetch(before.orElse(Long.MAX_VALUE), PAGE + 1);
        List<Post> shown = found.subList(0, Math.min(PAGE, found.size()));
        String older = found.size() > PAGE ? "?before=" + shown.get(PAGE - 1).number() : null;
        return new PostList(views(site, call.viewer(), shown), older, before.isPresent());
    }

    private static List<PostView> views(Site site, Viewer viewer, List<Post> posts) {
        Map<String, String> authors = new HashMap<>();
        Map<Long, Integer> counts = site.bridge().commentCounts(posts, viewer);
        List<PostView> views = new ArrayList<>();
        for (Post post : posts) {
            String author = authors.computeIfAbsent(post.author(), name -> PostView.author(site, name));
            int comments = counts.getOrDefault(post.number(), 0);
            views.add(PostView.of(site, post, author, comments, false));
        }
        return List.copyOf(views);
    }
}
