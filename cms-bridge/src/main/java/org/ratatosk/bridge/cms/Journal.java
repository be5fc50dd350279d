package org.ratatosk.bridge.cms;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.server.jid.Jid;

/** The own journal: the site's accounts are its members, posts and comments are in the product's own database. Thread-safe. */
public final class Journal implements CmsAdapter {
    /** Which accounts there are. Calls may block and throw a temporary {@link CmsException}. Thread-safe. */
    public interface Accounts {
        /** What tells an enabled account from an earlier one of the same address; nothing if there is no such account. */
        Optional<String> incarnation(Jid home);
    }

    /** What hangs on the journal's members and events. Thread-safe. */
    public interface Listener {
        /** There is something new in the event log. Must not block. */
        default void happened() {}

        /** A member was seen for the first time. Must not block. */
        default void arrived(Jid home) {}

        /**
         * A member's account was deleted and made again: whatever hangs on the earlier one has to go. May block, and must not ask
         * for that member.
         */
        default void left(String name, Jid home) {}
    }

    private static final int LONGEST_SHOWN = 200;

    private final JournalStore store;
    private final Accounts accounts;
    private final Names names;
    private final Limits limits;
    private final InstantSource clock;
    private final Object arrivals = new Object();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** @param names how members are called */
    public Journal(JournalStore store, Accounts accounts, Names names, Limits limits, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.names = names;
        this.limits = limits;
        this.clock = clock;
    }

    /** Tells somebody from now on what happens. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public Optional<Member> member(String name) {
        Optional<Jid> home = names.home(name);
        return home.flatMap(accounts::incarnation)
                .flatMap(incarnation -> known(name, incarnation).or(() -> arrived(name, home.get())))
                .map(set -> new Member(name, home.get(), set.displayName(), set.defaultSecurity(), set.alertsOn()));
    }

    private Optional<JournalStore.Settings> known(String name, String incarnation) {
        return store.settings(name).filter(set -> set.incarnation().equals(incarnation));
    }

    /** What was asked about the account before may be over by now: only an answer from within counts, so that the latest account wins. */
    private Optional<JournalStore.Settings> arrived(String name, Jid home) {
        synchronized (arrivals) {
            return accounts.incarnation(home)
                    .map(incarnation -> known(name, incarnation).orElseGet(() -> begun(name, home, incarnation)));
        }
    }

    /** Nobody inherits from an earlier account of the same name, in whatever way that was deleted. */
    private JournalStore.Settings begun(String name, Jid home, String incarnation) {
        if (store.settings(name).isPresent()) {
            listeners.forEach(listener -> listener.left(name, home));
            store.forget(name);
        }
        JournalStore.Settings fresh = new JournalStore.Settings(shortened(name), Security.PUBLIC, true, incarnation);
        store.putSettings(name, fresh);
        listeners.forEach(listener -> listener.arrived(home));
        return fresh;
    }

    @Override
    public void updateMember(Member member) {
        required(member.name());
        String shown = member.displayName().strip();
        if (shown.isEmpty()) {
            throw new CmsException("The name to be shown is empty.", false);
        }
        bounded("name to be shown", shown, Math.min(LONGEST_SHOWN, limits.title()));
        if (shown.length() > LONGEST_SHOWN || !ShownName.isVisible(shown)) {
            throw new CmsException(
                    "The name to be shown holds characters that cannot be seen, or too many rare ones. Nothing was done.",
                    false);
        }
        synchronized (arrivals) {
            String incarnation = names.home(member.name())
                    .flatMap(home -> arrived(member.name(), home))
                    .orElseThrow(() -> noMember(member.name()))
                    .incarnation();
            store.putSettings(
                    member.name(),
                    new JournalStore.Settings(shown, member.defaultSecurity(), member.alertsOn(), incarnation));
        }
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
        listeners.forEach(Listener::happened);
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
        listeners.forEach(Listener::happened);
        return comment;
    }

    @Override
    public Comment moderate(long number, Comment.State state, String key) {
        Comment comment = store.moderate(number, state, clock.instant())
                .orElseThrow(() -> new CmsException("There is no comment #" + number + ".", false));
        listeners.forEach(Listener::happened);
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
    public List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit) {
        return store.comments(post, states, offset, limit);
    }

    @Override
    public int commentsBefore(long post, Set<Comment.State> states, long number) {
        return store.commentsBefore(post, states, number);
    }

    @Override
    public List<Comment> heldComments(String author, int offset, int limit) {
        return store.heldComments(author, offset, limit);
    }

    @Override
    public Map<Long, Integer> countComments(List<Long> posts, Comment.State state) {
        return store.countComments(posts, state);
    }

    @Override
    public List<Post> postsOf(String member, Sight sight, long before, int limit) {
        return store.postsOf(member, sight, before, limit);
    }

    @Override
    public List<Post> latest(Sight sight, long before, int limit) {
        return store.latest(sight, before, limit);
    }

    /** Removes what a member who is gone has left, so that a later one of the same name inherits nothing. */
    public void forget(String member) {
        store.forget(member);
    }

    /** As much of a name as can be kept to be shown. */
    private static String shortened(String name) {
        int end = Math.min(name.length(), LONGEST_SHOWN);
        boolean split = end < name.length() && Character.isHighSurrogate(name.charAt(end - 1));
        return name.substring(0, split ? end - 1 : end);
    }

    private void required(String name) {
        if (member(name).isEmpty()) {
            throw noMember(name);
        }
    }

    private static CmsException noMember(String name) {
        return new CmsException("There is no member " + name + " here.", false);
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
