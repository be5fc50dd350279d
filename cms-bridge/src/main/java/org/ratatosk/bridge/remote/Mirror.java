package org.ratatosk.bridge.remote;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.ratatosk.bridge.remote.RemoteCms.Remark;
import org.ratatosk.bridge.remote.RemoteCms.Verdict;

/**
 * A CMS elsewhere, mirrored: what people write goes to the CMS first and then, with its event, into the bridge's tables; what
 * happens there comes in as changes. Between the two nothing is lost and nothing made twice: the same request has the same key at
 * the CMS, and what comes back to us is known by the CMS's id. Thread-safe.
 */
public final class Mirror extends KeptCms {
    /** Lets time pass; injected, so that tests need not wait. */
    @FunctionalInterface
    public interface Pause {
        /** Blocks for a time. */
        void take(Duration time) throws InterruptedException;
    }

    /** What proves to the CMS that we act as a member. May block. Thread-safe. */
    @FunctionalInterface
    public interface Credentials {
        /** Nothing if the CMS wants none for this member. */
        Optional<RemoteCms.Credential> of(String member);
    }

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RemoteCms remote;
    private final MirrorStore store;
    private final Credentials credentials;
    private final InstantSource clock;
    private final Pause pause;

    /**
     * @param names how members are called
     * @param pause waits for what the CMS finds too fast
     */
    public Mirror(
            RemoteCms remote,
            MirrorStore store,
            Credentials credentials,
            Accounts accounts,
            Names names,
            Limits limits,
            InstantSource clock,
            Pause pause) {
        super(store, store, accounts, names, limits);
        this.remote = remote;
        this.store = store;
        this.credentials = credentials;
        this.clock = clock;
        this.pause = pause;
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
            Made made = patiently(() -> remote.publish(member(draft.author(), true), draft, key));
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
            String post = store.postId(draft.post()).orElseThrow(() -> none("post", draft.post()));
            @Nullable
            String parent = draft.parent().isEmpty()
                    ? null
                    : store.commentId(draft.parent().getAsLong())
                            .orElseThrow(() -> none("comment", draft.parent().getAsLong()));
            Author as = member(draft.author(), draft.authorIsMember());
            Remark remark = new Remark(post, parent, draft.text(), draft.held());
            Made made = patiently(() -> remote.comment(as, remark, key));
            Comment comment = store.made(draft, key, made, clock.instant());
            happened();
            return comment;
        });
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        needs(Power.MODERATE, "lets nobody decide on comments from here");
        String id = store.commentId(number).orElseThrow(() -> none("comment", number));
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
        patiently(() -> {
            remote.moderate(member(decides, true), id, verdict, key);
            return id;
        });
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

    private void needs(Power power, String words) {
        if (!remote.powers().contains(power)) {
            throw new CmsException("The website " + words + ". Nothing was done.", false);
        }
    }

    private static CmsException none(String what, long number) {
        return new CmsException("There is no " + what + " #" + number + ".", false);
    }

    /** What the CMS finds too fast is asked once more after the time that it names, with the same key. */
    private <T> T patiently(Supplier<T> call) {
        try {
            return call.get();
        } catch (CmsException e) {
            Optional<Duration> after = e.after().filter(time -> time.compareTo(LONGEST_PAUSE) <= 0);
            if (after.isEmpty()) {
                throw e;
            }
            try {
                pause.take(after.get());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw e;
            }
            return call.get();
        }
    }
}
