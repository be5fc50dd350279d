package org.ratatosk.bridge.cms;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.server.jid.Jid;

/** The own journal: the site's accounts are its members, posts and comments are in the product's own database. Thread-safe. */
public final class Journal implements CmsAdapter {
    /** Which accounts there are. Calls may block and throw a temporary {@link CmsException}. Thread-safe. */
    public interface Accounts {
        /** Whether there is such an account, enabled. */
        boolean exists(Jid home);
    }

    private final JournalStore store;
    private final Accounts accounts;
    private final Names names;
    private final Limits limits;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param names how members are called */
    public Journal(JournalStore store, Accounts accounts, Names names, Limits limits, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.names = names;
        this.limits = limits;
        this.clock = clock;
    }

    /** Tells somebody from now on that there is something new in the event log. {@code listener} must not block. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public Optional<Member> member(String name) {
        Optional<Jid> home = names.home(name);
        if (home.isEmpty() || !accounts.exists(home.get())) {
            return Optional.empty();
        }
        return Optional.of(store.settings(name)
                .map(s -> new Member(name, home.get(), s.displayName(), s.defaultSecurity(), s.alertsOn()))
                .orElseGet(() -> new Member(name, home.get(), name, Security.PUBLIC, true)));
    }

    @Override
    public void updateMember(Member member) {
        required(member.name());
        String shown = member.displayName().strip();
        if (shown.isEmpty()) {
            throw new CmsException("The name to be shown is empty.", false);
        }
        bounded("name to be shown", shown, limits.title());
        store.putSettings(member.name(), new JournalStore.Settings(shown, member.defaultSecurity(), member.alertsOn()));
    }

    @Override
    public Post publish(PostDraft draft, String key) {
        required(draft.author());
        if (draft.text().isBlank()) {
            throw new CmsException("There is no text to post.", false);
        }
        bounded("text", draft.text(), limits.post());
        bounded("subject", draft.title(), limits.title());
        bounded("mood", draft.mood(), limits.mood());
        if (draft.tags().size() > limits.tags()) {
            throw new CmsException(
                    "A post has at most " + limits.tags() + " tags, yours has "
                            + draft.tags().size() + ". Nothing was posted.",
                    false);
        }
        draft.tags().forEach(tag -> bounded("tag \"" + tag + "\"", tag, limits.tag()));
        Post post = store.publish(draft, key, clock.instant());
        listeners.forEach(Runnable::run);
        return post;
    }

    @Override
    public Comment comment(CommentDraft draft, String key) {
        if (draft.authorIsMember()) {
            required(draft.author());
        }
        if (draft.text().isBlank()) {
            throw new CmsException("The comment is empty.", false);
        }
        bounded("comment", draft.text(), limits.comment());
        Comment comment = store.comment(draft, key, clock.instant());
        listeners.forEach(Runnable::run);
        return comment;
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        Comment comment = store.moderate(number, state, clock.instant())
                .orElseThrow(() -> new CmsException("There is no comment #" + number + ".", false));
        listeners.forEach(Runnable::run);
        return comment;
    }

    @Override
    public Optional<Post> post(long number) {
        return store.post(number);
    }

    @Override
    public Optional<Comment> findComment(long number) {
        return store.findComment(number);
    }

    @Override
    public List<Comment> comments(long post) {
        return store.comments(post);
    }

    @Override
    public List<Post> postsOf(String member, long before, int limit) {
        return store.postsOf(member, before, limit);
    }

    @Override
    public List<Post> latest(long before, int limit) {
        return store.latest(before, limit);
    }

    /** Removes what a member who is gone has left, so that a later one of the same name inherits nothing. */
    public void forget(String member) {
        store.forget(member);
    }

    private void required(String name) {
        if (member(name).isEmpty()) {
            throw new CmsException("There is no member " + name + " here.", false);
        }
    }

    private static void bounded(String what, String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw new CmsException(
                    "The " + what + " is too long: " + length + " characters, of which " + most
                            + " are allowed. Nothing was done.",
                    false);
        }
    }
}
