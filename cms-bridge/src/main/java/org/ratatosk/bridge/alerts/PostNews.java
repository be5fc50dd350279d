package org.ratatosk.bridge.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.store.EventLog;

/**
 * An event with what it is about, as the site has it now. Immutable.
 *
 * @param event what happened
 * @param post the post
 * @param comment the comment, if it is about one
 * @param parent the comment that this one answers, if it answers one
 * @param above the numbers of the comments that it stands below, nearest first
 * @param heldBefore whether the comment was held first: then the post's author, who decided on it, knows of it
 */
record PostNews(
        Event event,
        Post post,
        Optional<Comment> comment,
        Optional<Comment> parent,
        List<Long> above,
        boolean heldBefore)
        implements News {
    private static final int DEEPEST = 50;

    /** Finds what an event is about; nothing if that is gone, or if a held comment is held no longer. */
    static Optional<News> of(Event event, CmsAdapter cms, EventLog log) {
        Optional<Post> post = cms.post(event.post());
        if (post.isEmpty()) {
            return Optional.empty();
        }
        if (event.comment().isEmpty()) {
            return Optional.of(new PostNews(event, post.get(), Optional.empty(), Optional.empty(), List.of(), false));
        }
        Comment.State state = event.type() == Event.Type.COMMENT_HELD ? Comment.State.HELD : Comment.State.SHOWN;
        Optional<Comment> comment = cms.findComment(event.comment().getAsLong()).filter(c -> c.state() == state);
        return comment.map(found -> new PostNews(
                event, post.get(), comment, parent(found, cms), above(found, cms), heldBefore(event, log)));
    }

    private static boolean heldBefore(Event event, EventLog log) {
        return event.type() == Event.Type.COMMENT_SHOWN
                && log.about(News.number(event)).stream()
                        .anyMatch(e -> e.event().type() == Event.Type.COMMENT_HELD);
    }

    private static Optional<Comment> parent(Comment comment, CmsAdapter cms) {
        return comment.parent().isPresent() ? cms.findComment(comment.parent().getAsLong()) : Optional.empty();
    }

    /** The comments that one stands below; a very deep one has more than are looked for. */
    private static List<Long> above(Comment comment, CmsAdapter cms) {
        List<Long> found = new ArrayList<>();
        OptionalLong parent = comment.parent();
        while (parent.isPresent() && found.size() < DEEPEST && !found.contains(parent.getAsLong())) {
            found.add(parent.getAsLong());
            parent = cms.findComment(parent.getAsLong()).map(Comment::parent).orElse(OptionalLong.empty());
        }
        return found;
    }

    @Override
    public List<Topic> topics() {
        return comment.map(this::ofComment).orElseGet(this::ofPost);
    }

    private List<Topic> ofPost() {
        List<Topic> topics = new ArrayList<>();
        topics.add(Topic.EVERYTHING);
        topics.add(new Topic(Target.MEMBER, post.author()));
        topics.add(new Topic(Target.FRIENDS, ""));
        post.tags().stream().sorted().forEach(tag -> {
            topics.add(new Topic(Target.TAG, tag));
            topics.add(Topic.tagged(post.author(), tag));
        });
        return topics;
    }

    private List<Topic> ofComment(Comment comment) {
        List<Topic> topics = new ArrayList<>();
        if (!heldBefore) {
            topics.add(new Topic(Target.OWN_POSTS, post.author()));
        }
        if (event.type() == Event.Type.COMMENT_SHOWN) {
            parent.filter(Comment::authorIsMember)
                    .ifPresent(answered -> topics.add(new Topic(Target.OWN_COMMENTS, answered.author())));
            topics.add(new Topic(Target.POST, Long.toString(post.number())));
            above.forEach(number -> topics.add(new Topic(Target.THREAD, Long.toString(number))));
            topics.add(new Topic(Target.JOURNAL_COMMENTS, post.author()));
            if (comment.authorIsMember()) {
                topics.add(new Topic(Target.COMMENTER, comment.author()));
            }
        }
        return topics;
    }

    @Override
    public boolean concerns(Subscription subscription, Visibility.Look look) {
        return subscription.target() != Target.FRIENDS
                || look.isFriend(new Viewer(subscription.member()), post.author());
    }

    @Override
    public boolean isFor(Viewer viewer, Visibility.Look look) {
        return comment.map(c -> look.sees(viewer, post, c)).orElseGet(() -> look.sees(viewer, post));
    }

    @Override
    public String words(AlertText text, @Nullable String recipient) {
        return text.body(this, recipient);
    }

    @Override
    public boolean takesComments() {
        return comment.filter(c -> c.state() != Comment.State.SHOWN).isEmpty();
    }

    @Override
    public boolean counts() {
        return true;
    }

    @Override
    public String link() {
        return comment.map(Comment::link).orElse(post.link());
    }

    @Override
    public Optional<String> onlyFor() {
        return event.type() == Event.Type.COMMENT_HELD ? Optional.of(post.author()) : Optional.empty();
    }
}
