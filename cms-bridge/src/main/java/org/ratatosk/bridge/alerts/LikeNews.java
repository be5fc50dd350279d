package org.ratatosk.bridge.alerts;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;

/**
 * That somebody likes a post or a comment, told to whoever wrote it. Immutable.
 *
 * @param event that it is liked, and by whom
 * @param post the post
 * @param comment the comment, if that is what is liked
 */
record LikeNews(Event event, Post post, Optional<Comment> comment) implements News {
    /** Finds what is liked; nothing if that is gone, or a comment that is shown no more. */
    static Optional<News> of(Event event, CmsAdapter cms) {
        Optional<Post> post = cms.post(event.post());
        if (event.comment().isEmpty()) {
            return post.map(found -> new LikeNews(event, found, Optional.empty()));
        }
        Optional<Comment> comment =
                cms.findComment(event.comment().getAsLong()).filter(c -> c.state() == Comment.State.SHOWN);
        return post.filter(found -> comment.isPresent()).map(found -> new LikeNews(event, found, comment));
    }

    @Override
    public List<Topic> topics() {
        return author().map(author -> List.of(new Topic(Target.LIKES, author))).orElse(List.of());
    }

    /** The member who wrote what is liked; nobody if it was no member. */
    private Optional<String> author() {
        return comment.isEmpty()
                ? Optional.of(post.author())
                : comment.filter(Comment::authorIsMember).map(Comment::author);
    }

    @Override
    public boolean concerns(Subscription subscription, Visibility.Look look) {
        return true;
    }

    @Override
    public boolean isFor(Viewer viewer, Visibility.Look look) {
        return viewer.member().equals(author())
                && comment.map(c -> look.sees(viewer, post, c)).orElseGet(() -> look.sees(viewer, post));
    }

    @Override
    public String words(AlertText text, @Nullable String recipient) {
        return text.body(this, recipient);
    }

    @Override
    public boolean takesComments() {
        return true;
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public String link() {
        return comment.map(Comment::link).orElse(post.link());
    }
}
