package org.ratatosk.web.page;

import freemarker.template.TemplateModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.web.view.PostHtml;
import org.ratatosk.web.view.Time;

/**
 * A comment as the templates show it. Immutable.
 *
 * @param number its number
 * @param link its place, which leads to the page of comments on which it stands
 * @param parent the number of the comment that it answers, or {@code null}
 * @param parentLink the place of that comment, or empty
 * @param depth how deep it stands in its thread, at most {@link #DEEPEST}
 * @param author as shown
 * @param authorPath the author's journal, or {@code null} if the author is no member
 * @param initial of the author
 * @param tone one of eight colours of the author
 * @param byAuthor whether the post's author wrote it
 * @param html its text, safe
 * @param published when
 * @param held whether it waits to be let through
 */
public record CommentView(
        long number,
        String link,
        @Nullable Long parent,
        String parentLink,
        int depth,
        String author,
        @Nullable String authorPath,
        String initial,
        int tone,
        boolean byAuthor,
        TemplateModel html,
        Time published,
        boolean held) {
    /** Threads are not indented further than this. */
    static final int DEEPEST = 5;

    private record Placed(Comment comment, int depth) {}

    /** A comment by itself. */
    static CommentView of(Site site, String postAuthor, Comment comment) {
        return of(site, postAuthor, new Placed(comment, 0), new HashMap<>());
    }

    /** Comments in the order of their threads: each is followed by those answers to it that are here, in order of time. */
    static List<CommentView> threads(Site site, String postAuthor, List<Comment> comments) {
        Map<Long, List<Comment>> answers = new HashMap<>();
        Map<Long, Comment> known = new HashMap<>();
        comments.forEach(comment -> known.put(comment.number(), comment));
        List<Comment> first = new ArrayList<>();
        for (Comment comment : comments) {
            long parent = comment.parent().orElse(0);
            // an answer to one that the viewer may not see, or that is on another page, stands at the top; a parent is
            // always older
            if (known.containsKey(parent) && parent < comment.number()) {
                answers.computeIfAbsent(parent, p -> new ArrayList<>()).add(comment);
            } else {
                first.add(comment);
            }
        }
        Deque<Placed> next = new ArrayDeque<>();
        push(next, first, 0);
        Map<String, String> authors = new HashMap<>();
        List<CommentView> views = new ArrayList<>();
        while (!next.isEmpty()) {
            Placed placed = next.pop();
            views.add(of(site, postAuthor, placed, authors));
            push(next, answers.getOrDefault(placed.comment().number(), List.of()), placed.depth() + 1);
        }
        return List.copyOf(views);
    }

    private static void push(Deque<Placed> next, List<Comment> comments, int depth) {
        comments.stream()
                .sorted(Comparator.comparingLong(Comment::number).reversed())
                .forEach(comment -> next.push(new Placed(comment, depth)));
    }

    private static CommentView of(Site site, String postAuthor, Placed placed, Map<String, String> authors) {
        Comment comment = placed.comment();
        boolean member = comment.authorIsMember();
        String author = member
                ? authors.computeIfAbsent(comment.author(), name -> PostView.author(site, name))
                : comment.author();
        return new CommentView(
                comment.number(),
                Links.commentPath(comment.post(), comment.number()),
                comment.parent().isPresent() ? comment.parent().getAsLong() : null,
                comment.parent().isPresent()
                        ? Links.commentPath(comment.post(), comment.parent().getAsLong())
                        : "",
                Math.min(placed.depth(), DEEPEST),
                author,
                member ? Links.journalPath(comment.author()) : null,
                PostView.initial(author),
                PostView.tone(comment.author()),
                member && comment.author().equals(postAuthor),
                PostHtml.of(comment.text()),
                site.time(comment.published()),
                comment.state() == Comment.State.HELD);
    }
}
