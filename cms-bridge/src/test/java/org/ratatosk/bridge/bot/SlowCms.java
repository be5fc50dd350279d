package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Sight;

/** A CMS that publishes only when it is let, and can die after it has published. Thread-safe. */
final class SlowCms implements CmsAdapter {
    /** The death of the process: nothing after it is run. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch let = new CountDownLatch(1);
    final AtomicBoolean dies = new AtomicBoolean();
    private final CmsAdapter inner;

    SlowCms(CmsAdapter inner) {
        this.inner = inner;
    }

    @Override
    public Post publish(PostDraft draft, String key) {
        entered.countDown();
        try {
            if (!let.await(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody let it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Post post = inner.publish(draft, key);
        if (dies.compareAndSet(true, false)) {
            throw new Killed();
        }
        return post;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Optional<Member> member(String name) {
        return inner.member(name);
    }

    @Override
    public void updateMember(Member member) {
        inner.updateMember(member);
    }

    @Override
    public Comment comment(CommentDraft draft, String key) {
        return inner.comment(draft, key);
    }

    @Override
    public Post update(long number, PostDraft draft, String key) {
        return inner.update(number, draft, key);
    }

    @Override
    public Comment update(long number, String text, String key) {
        return inner.update(number, text, key);
    }

    @Override
    public void delete(long number, String key) {
        inner.delete(number, key);
    }

    @Override
    public void like(long number, String member, boolean likes, String key) {
        inner.like(number, member, likes, key);
    }

    @Override
    public OptionalLong made(String key) {
        return inner.made(key);
    }

    @Override
    public Map<Long, Integer> countLikes(List<Long> numbers) {
        return inner.countLikes(numbers);
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        return inner.moderate(number, state, key);
    }

    @Override
    public Optional<Post> post(long number) {
        return inner.post(number);
    }

    @Override
    public Optional<Comment> findComment(long number) {
        return inner.findComment(number);
    }

    @Override
    public List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit) {
        return inner.comments(post, states, offset, limit);
    }

    @Override
    public int commentsBefore(long post, Set<Comment.State> states, long number) {
        return inner.commentsBefore(post, states, number);
    }

    @Override
    public List<Comment> heldComments(String author, int offset, int limit) {
        return inner.heldComments(author, offset, limit);
    }

    @Override
    public Map<Long, Integer> countComments(List<Long> posts, Comment.State state) {
        return inner.countComments(posts, state);
    }

    @Override
    public List<Post> postsOf(String member, Sight sight, long before, int limit) {
        return inner.postsOf(member, sight, before, limit);
    }

    @Override
    public List<Post> latest(Sight sight, long before, int limit) {
        return inner.latest(sight, before, limit);
    }
}
