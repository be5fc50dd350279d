package org.ratatosk.web.page;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;

/**
 * One page of the comments under a post. Comments keep their page when more are written, so that a link to one can name it. Immutable.
 *
 * @param comments as shown, in the order of their threads as far as they are on this page
 * @param total how many comments the viewer may see on all pages
 * @param words which of them are here, as in "51 to 100 of 230"
 * @param earlier the query of the page before, or {@code null}
 * @param later the query of the page after, or {@code null}
 * @param newest the query of the last page, or {@code null} if it is this one or the next
 */
public record CommentPage(
        List<CommentView> comments,
        int total,
        String words,
        @Nullable String earlier,
        @Nullable String later,
        @Nullable String newest) {
    static final int ROWS = 50;

    /** The page that a call asks for: by its number, or by that of a comment on it, or else the first. */
    static CommentPage of(Site site, Call call, Post post) {
        int total = site.bridge().commentsBefore(post.number(), call.viewer(), Long.MAX_VALUE);
        int last = Math.max(0, (total - 1) / ROWS);
        int page = Math.min(last, wanted(site, call, post));
        List<Comment> found = site.bridge().comments(post.number(), call.viewer(), page * ROWS, ROWS);
        return new CommentPage(
                CommentView.threads(site, post.author(), found),
                total,
                (page * ROWS + 1) + " to " + (page * ROWS + found.size()) + " of " + total,
                page > 0 ? query(page - 1) : null,
                page < last ? query(page + 1) : null,
                page + 1 < last ? query(last) : null);
    }

    private static int wanted(Site site, Call call, Post post) {
        OptionalLong comment = first(call.query().number("c"), answered(call));
        if (comment.isPresent()) {
            return site.bridge().commentsBefore(post.number(), call.viewer(), comment.getAsLong()) / ROWS;
        }
        return (int) Math.min(1_000_000, call.query().number("page").orElse(1)) - 1;
    }

    /** The number that the form on this page answers, if it answers something in particular. */
    static OptionalLong answered(Call call) {
        return first(call.query().number("answer"), call.form().number("answers"));
    }

    private static OptionalLong first(OptionalLong one, OptionalLong other) {
        return one.isPresent() ? one : other;
    }

    private static String query(int page) {
        return "?page=" + (page + 1) + "#comments";
    }
}
