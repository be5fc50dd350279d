package org.ratatosk.bridge.cms;

import java.time.InstantSource;
import org.ratatosk.bridge.config.Limits;

/** The own journal: posts and comments are in the product's own database and nowhere else. Thread-safe. */
public final class Journal extends KeptCms {
    private final JournalStore store;
    private final InstantSource clock;

    /** @param names how members are called */
    public Journal(JournalStore store, Accounts accounts, Names names, Limits limits, InstantSource clock) {
        super(store, store, accounts, names, limits);
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public Post publish(PostDraft draft, String key) {
        check(draft);
        Post post = store.publish(draft, key, clock.instant());
        happened();
        return post;
    }

    @Override
    public Comment comment(CommentDraft draft, String key) {
        check(draft);
        Comment comment = store.comment(draft, key, clock.instant());
        happened();
        return comment;
    }

    @Override
    public Post update(long number, PostDraft draft, String key) {
        check(draft);
        Post post = store.update(number, draft, clock.instant()).orElseThrow(() -> none(number));
        happened();
        return post;
    }

    @Override
    public Comment update(long number, String text, String key) {
        checkComment(text);
        return store.update(number, text).orElseThrow(() -> none(number));
    }

    @Override
    public void delete(long number, String key) {
        store.delete(number);
    }

    @Override
    public void like(long number, String member, boolean likes, String key) {
        store.like(number, member, likes, clock.instant());
        happened();
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        Comment comment = store.moderate(number, state, clock.instant())
                .orElseThrow(() -> new CmsException("There is no comment #" + number + ".", false));
        happened();
        return comment;
    }
}
