package org.ratatosk.bridge.remote;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.bridge.remote.RemoteCms.Kind;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCms.Verdict;

/**
 * A CMS elsewhere, mirrored: what people write goes to the CMS first and then, with its event, into the bridge's tables; what
 * happens there comes in as changes. Between the two nothing is lost and nothing made twice: the same request has the same key at
 * the CMS, and what comes back to us is known by the CMS's id. Thread-safe.
 */
public final class Mirror extends KeptCms {
    /** What proves to the CMS that we act as a member. May block. Thread-safe. */
    @FunctionalInterface
    public interface Credentials {
        /** Nothing if the CMS wants none for this member. */
        Optional<RemoteCms.Credential> of(String member);
    }

    private final RemoteCms remote;
    private final MirrorStore store;
    private final Credentials credentials;
    private final InstantSource clock;

    /** @param names how members are called */
    public Mirror(
            RemoteCms remote,
            MirrorStore store,
            Credentials credentials,
            Accounts accounts,
            Names names,
            Limits limits,
            InstantSource clock) {
        super(store, store, accounts, names, limits);
        this.remote = remote;
        this.store = store;
        this.credentials = credentials;
        this.clock = clock;
    }

    @Override
    public String name() {
        return remote.name();
    }

    @Override
    public Post publish(PostDraft draft, String key) {
        check(draft);
        return store.madePost(key).orElseGet(() -> {
            needs(Power.PUBLISH, "takes no posts from here");
            Made made = remote.publish(member(draft.author(), true), draft, key);
            Post post = store.made(draft, key, made, clock.instant());
            happened();
            return post;
        });
    }

    @Override
    public Comment comment(CommentDraft draft, String key) {
        check(draft);
        return store.madeComment(key).orElseGet(() -> {
            needs(Power.COMMENT, "takes no comments from here");
            String post = postId(draft.post());
            @Nullable
            String parent =
                    draft.parent().isEmpty() ? null : commentId(draft.parent().getAsLong());
            Author as = member(draft.author(), draft.authorIsMember());
            Remark remark = new Remark(post, parent, draft.text(), draft.held());
            Made made = remote.comment(as, remark, key);
            Comment comment = store.made(draft, key, made, clock.instant());
            happened();
            return comment;
        });
    }

    @Override
    public Post update(long number, PostDraft draft, String key) {
        check(draft);
        needs(Power.EDIT, "lets nobody change posts from here");
        String id = postId(number);
        Made made = remote.edit(member(draft.author(), true), id, draft, key);
        Post post = store.edited(number, draft, made, clock.instant()).orElseThrow(() -> none("post", number));
        happened();
        return post;
    }

    @Override
    public Comment update(long number, String text, String key) {
        checkComment(text);
        needs(Power.EDIT, "lets nobody change comments from here");
        String id = commentId(number);
        Author as = store.findComment(number).map(this::author).orElseThrow(() -> none("comment", number));
        Made made = remote.editComment(as, id, text, key);
        return store.edited(number, text, made).orElseThrow(() -> none("comment", number));
    }

    @Override
    public void delete(long number, String key) {
        needs(Power.DELETE, "lets nobody take anything away from here");
        Optional<Post> post = store.post(number);
        Optional<Comment> comment = store.findComment(number);
        if (post.isPresent()) {
            String id = postId(number);
            remote.delete(member(post.get().author(), true), id, key);
        } else if (comment.isPresent()) {
            String id = commentId(number);
            remote.deleteComment(author(comment.get()), id, key);
        }
        store.delete(number);
    }

    @Override
    public void like(long number, String member, boolean likes, String key) {
        needs(Power.LIKE, "does not keep what people like");
        Optional<String> post = store.postId(number);
        String id = post.or(() -> store.commentId(number)).orElseThrow(() -> none(number));
        Kind kind = post.isPresent() ? Kind.POST : Kind.COMMENT;
        remote.like(member(member, true), kind, id, likes, key);
        store.like(number, member, likes, clock.instant());
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        needs(Power.MODERATE, "lets nobody decide on comments from here");
        String id = commentId(number);
        String decides = store.findComment(number)
                .flatMap(comment -> store.post(comment.post()))
                .map(Post::author)
                .orElseThrow(() -> none("comment", number));
        Verdict verdict = switch (state) {
            case SHOWN -> Verdict.APPROVE;
            case HELD -> Verdict.HOLD;
            case REJECTED -> Verdict.TRASH;
            case SPAM -> Verdict.SPAM;
        };
        remote.moderate(member(decides, true), id, verdict, key);
        Comment comment = store.moderate(number, state, clock.instant()).orElseThrow(() -> none("comment", number));
        happened();
        return comment;
    }

    /**
     * Takes changes over that the CMS has pushed; durable when the call returns.
     *
     * @return how many were news
     */
    public int apply(List<Change> changes) {
        int news = store.apply(changes, clock.instant());
        people(changes);
        happened();
        return news;
    }

    /** Takes over what was read of the CMS's list, and how far that was. */
    void apply(RemoteCms.Changes page) {
        people(page.list());
        store.apply(page, clock.instant());
        happened();
    }

    /** How far the CMS's list was read. */
    String cursor() {
        return store.cursor();
    }

    private void people(List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.MemberGone gone && store.isNews(gone.id(), gone.at())) {
                memberGone(gone.name());
                store.heard(gone.id(), gone.at());
            } else if (change instanceof Change.MemberChanged changed && store.isNews(changed.id(), changed.at())) {
                memberShownAs(changed.name(), changed.displayName());
                store.heard(changed.id(), changed.at());
            }
        }
    }

    private Author member(String name, boolean isMember) {
        return new Author(name, isMember, isMember ? credentials.of(name).orElse(null) : null);
    }

    private Author author(Comment comment) {
        if (!comment.authorIsMember()) {
            throw new CmsException("The website lets only members change what they wrote. Nothing was done.", false);
        }
        return member(comment.author(), true);
    }

    private void needs(Power power, String words) {
        if (!remote.powers().contains(power)) {
            throw new CmsException("The website " + words + ". Nothing was done.", false);
        }
    }

    private String postId(long number) {
        return store.postId(number).orElseThrow(() -> none("post", number));
    }

    private String commentId(long number) {
        return store.commentId(number).orElseThrow(() -> none("comment", number));
    }

    private static CmsException none(String what, long number) {
        return new CmsException("There is no " + what + " #" + number + ".", false);
    }
}
