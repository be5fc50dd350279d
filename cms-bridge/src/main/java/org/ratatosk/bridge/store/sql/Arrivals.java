package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.store.sql.MirroredRows.Kind;
import org.ratatosk.bridge.store.sql.MirroredRows.Known;

/** Compares what a CMS tells with what is known of it, and takes over what is new. Immutable. */
final class Arrivals {
    private final SqlContents kept;
    private final PostRows posts;
    private final CommentRows comments;
    private final MirroredRows mirrored;

    /** @param kept where it is kept */
    Arrivals(SqlContents kept, MirroredRows mirrored) {
        this.kept = kept;
        this.posts = kept.posts;
        this.comments = kept.comments;
        this.mirrored = mirrored;
    }

    /**
     * Takes changes over.
     *
     * @param told whether people are told of what is new
     * @return how many changed something
     */
    int take(Handle handle, List<Change> changes, boolean told, Instant now) {
        int news = 0;
        for (Change change : changes) {
            boolean fresh;
            if (change instanceof Change.PostChanged post) {
                fresh = post(handle, post, told, now);
            } else if (change instanceof Change.PostGone gone) {
                fresh = gone(handle, Kind.POST, gone.id(), gone.at());
            } else if (change instanceof Change.CommentChanged comment) {
                fresh = comment(handle, comment, told, now);
            } else if (change instanceof Change.CommentJudged judged) {
                fresh = judged(handle, judged, told, now);
            } else if (change instanceof Change.CommentGone gone) {
                fresh = gone(handle, Kind.COMMENT, gone.id(), gone.at());
            } else if (change instanceof Change.Liked liked) {
                fresh = liked(handle, liked, told, now);
            } else {
                fresh = false; // people are looked after elsewhere
            }
            news += fresh ? 1 : 0;
        }
        return news;
    }

    private boolean post(Handle handle, Change.PostChanged post, boolean told, Instant now) {
        Optional<Known> known = mirrored.find(handle, Kind.POST, post.id());
        if (known.filter(k -> isLate(k, post.at())).isPresent()) {
            return false;
        }
        OptionalLong heard = known.map(Known::number).orElse(OptionalLong.empty());
        long number = heard.isPresent() ? heard.getAsLong() : SqlContents.nextNumber(handle);
        Optional<Post> was = posts.byNumber(handle, number);
        PostDraft draft = new PostDraft(
                cut(post.author(), 2000),
                cut(post.title(), Limits.MAX_TITLE),
                cut(post.text(), Limits.MAX_TEXT),
                post.security(),
                few(post.tags()),
                was.map(Post::mood).orElse(""));
        boolean same = was.filter(p -> isSame(p, draft, post.link())).isPresent();
        if (was.isEmpty()) {
            posts.insert(handle, number, draft, "cms-post-" + number, post.published());
        } else if (!same) {
            posts.update(handle, number, draft);
        }
        SqlMirrorStore.link(handle, "post", number, post.link());
        mirrored.put(handle, Kind.POST, post.id(), number, post.at());
        boolean opened = was.isEmpty() ? known.isEmpty() : was.get().security() == Security.PRIVATE;
        if (told && opened && draft.security() != Security.PRIVATE) {
            SqlContents.published(handle, number, draft.author(), now);
        }
        return !same;
    }

    private static boolean isSame(Post was, PostDraft draft, String link) {
        return was.author().equals(draft.author())
                && was.title().equals(draft.title())
                && was.text().equals(draft.text())
                && was.security() == draft.security()
                && was.tags().equals(draft.tags())
                && (link.isEmpty() || was.link().equals(link));
    }

    /** What is gone comes back only by something later. */
    private static boolean isLate(Known known, Instant at) {
        return known.number().isPresent() ? at.isBefore(known.changed()) : !at.isAfter(known.changed());
    }

    private boolean comment(Handle handle, Change.CommentChanged comment, boolean told, Instant now) {
        OptionalLong post = number(handle, Kind.POST, comment.post());
        Optional<Known> known = mirrored.find(handle, Kind.COMMENT, comment.id());
        if (post.isEmpty() || known.filter(k -> isLate(k, comment.at())).isPresent()) {
            return false;
        }
        String text = cut(comment.text(), Limits.MAX_TEXT);
        OptionalLong heard = known.map(Known::number).orElse(OptionalLong.empty());
        long number = heard.isPresent() ? heard.getAsLong() : SqlContents.nextNumber(handle);
        Optional<Comment> was = comments.byNumber(handle, number);
        Comment.State state = kept(was, comment.state());
        boolean same =
                was.filter(c -> c.text().equals(text) && c.state() == state).isPresent();
        if (was.isEmpty()) {
            OptionalLong parent =
                    comment.parent() == null ? OptionalLong.empty() : number(handle, Kind.COMMENT, comment.parent());
            CommentDraft draft = new CommentDraft(
                    post.getAsLong(),
                    parent,
                    cut(comment.author(), 2000),
                    comment.authorIsMember(),
                    text,
                    comment.state() == Comment.State.HELD);
            comments.insert(handle, number, draft, "cms-comment-" + number, comment.published());
        } else {
            comments.setText(handle, number, text);
        }
        comments.setState(handle, number, state);
        SqlMirrorStore.link(handle, "comment", number, comment.link());
        mirrored.put(handle, Kind.COMMENT, comment.id(), number, comment.at());
        boolean back = was.isEmpty() && known.isPresent();
        if (told && !same && !back) {
            tell(handle, was.map(Comment::state), number, now);
        }
        return !same;
    }

    private boolean judged(Handle handle, Change.CommentJudged judged, boolean told, Instant now) {
        OptionalLong number = number(handle, Kind.COMMENT, judged.id());
        Optional<Comment> was = number.isEmpty() ? Optional.empty() : comments.byNumber(handle, number.getAsLong());
        Optional<Known> known = mirrored.find(handle, Kind.COMMENT, judged.id());
        if (was.isEmpty()
                || was.get().state() == kept(was, judged.state())
                || isLate(known.orElseThrow(), judged.at())) {
            return false;
        }
        comments.setState(handle, number.getAsLong(), judged.state());
        mirrored.put(handle, Kind.COMMENT, judged.id(), number.getAsLong(), judged.at());
        if (told) {
            tell(handle, was.map(Comment::state), number.getAsLong(), now);
        }
        return true;
    }

    /** The CMS tells that a comment was rejected; that it was spam, as we said, stays. */
    private static Comment.State kept(Optional<Comment> was, Comment.State told) {
        return told == Comment.State.REJECTED
                        && was.filter(comment -> comment.state() == Comment.State.SPAM)
                                .isPresent()
                ? Comment.State.SPAM
                : told;
    }

    /** Tells that a comment is shown for the first time, or waits for the first time; what was shown already is no news. */
    private void tell(Handle handle, Optional<Comment.State> was, long number, Instant now) {
        comments.byNumber(handle, number)
                .filter(comment ->
                        Set.of(Comment.State.SHOWN, Comment.State.HELD).contains(comment.state()))
                .filter(comment -> was.isEmpty() || comment.state() == Comment.State.SHOWN)
                .filter(comment -> was.filter(Comment.State.SHOWN::equals).isEmpty())
                .ifPresent(comment -> SqlContents.announce(handle, comment, now));
    }

    private boolean gone(Handle handle, Kind kind, String id, Instant at) {
        Optional<Known> known = mirrored.find(handle, kind, id);
        OptionalLong number = known.map(Known::number).orElse(OptionalLong.empty());
        if (id.length() > RemoteCms.MAX_ID
                || known.filter(k -> at.isBefore(k.changed())).isPresent()) {
            return false;
        }
        if (number.isPresent()) {
            mirrored.gone(handle, number.getAsLong());
            kept.remove(handle, number.getAsLong());
        }
        mirrored.put(handle, kind, id, null, at);
        return number.isPresent();
    }

    private boolean liked(Handle handle, Change.Liked liked, boolean told, Instant now) {
        OptionalLong post = number(handle, Kind.POST, liked.id());
        OptionalLong number = post.isPresent() ? post : number(handle, Kind.COMMENT, liked.id());
        return number.isPresent()
                && kept.like(handle, number.getAsLong(), cut(liked.member(), 2000), liked.likes(), told, now);
    }

    private OptionalLong number(Handle handle, Kind kind, String id) {
        return mirrored.find(handle, kind, id).map(Known::number).orElse(OptionalLong.empty());
    }

    private static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most));
    }

    private static List<String> few(List<String> tags) {
        return tags.stream().map(tag -> cut(tag, 100)).limit(90).toList();
    }
}
