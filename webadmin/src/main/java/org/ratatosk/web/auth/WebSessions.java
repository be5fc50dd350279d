package org.ratatosk.web.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;

/**
 * The logins on the web, in memory: a restart ends them. A login ends when it is not used for a while, in any case after a
 * longer while, when its account is gone or its password changed. Bounded; when full, the one unused longest goes. Thread-safe.
 */
public final class WebSessions {
    private static final int PER_ACCOUNT = 20;
    private final Map<String, Entry> sessions = new ConcurrentHashMap<>();
    private final Secrets secrets;
    private final InstantSource clock;
    private final Duration idle;
    private final Duration absolute;
    private final int capacity;

    /** A login and when it was used last. */
    private static final class Entry {
        private final WebSession session;
        private volatile Instant used;

        Entry(WebSession session) {
            this.session = session;
            this.used = session.created();
        }
    }

    /**
     * @param idle after which an unused login ends
     * @param absolute after which any login ends
     * @param capacity how many there may be
     */
    public WebSessions(Secrets secrets, InstantSource clock, Duration idle, Duration absolute, int capacity) {
        this.secrets = secrets;
        this.clock = clock;
        this.idle = idle;
        this.absolute = absolute;
        this.capacity = capacity;
    }

    /**
     * Begins a login and returns its key, for the browser's cookie; it is always a new one, so none can be planted.
     *
     * @param passwordVersion as it was before the password was found right
     * @param address the client's
     */
    public String begin(Account account, String passwordVersion, String address) {
        sessions.values().removeIf(this::isOver);
        trim(ofAccount(account.jid()), PER_ACCOUNT - 1);
        trim(List.copyOf(sessions.values()), capacity - 1);
        String key = secrets.fresh();
        WebSession session = new WebSession(
                Secrets.hash(key),
                account.jid(),
                account.incarnation(),
                passwordVersion,
                secrets.fresh(),
                clock.instant(),
                address);
        sessions.put(session.keyHash(), new Entry(session));
        return key;
    }

    /** The login of a key, which counts as used now. */
    public Optional<WebSession> find(String key) {
        Entry entry = sessions.get(Secrets.hash(key));
        if (entry == null) {
            return Optional.empty();
        }
        if (isOver(entry)) {
            sessions.remove(entry.session.keyHash());
            return Optional.empty();
        }
        entry.used = clock.instant();
        return Optional.of(entry.session);
    }

    /** Ends a login. */
    public void end(WebSession session) {
        sessions.remove(session.keyHash());
    }

    /** Ends all logins of an account. */
    public void endAll(Jid account) {
        sessions.values().removeIf(entry -> entry.session.account().equals(account));
    }

    /** How many there are. */
    public int count() {
        sessions.values().removeIf(this::isOver);
        return sessions.size();
    }

    private List<Entry> ofAccount(Jid account) {
        return sessions.values().stream()
                .filter(entry -> entry.session.account().equals(account))
                .toList();
    }

    private void trim(List<Entry> entries, int most) {
        entries.stream()
                .sorted(Comparator.comparing((Entry entry) -> entry.used))
                .limit(Math.max(0, entries.size() - most))
                .forEach(entry -> sessions.remove(entry.session.keyHash()));
    }

    private boolean isOver(Entry entry) {
        Instant now = clock.instant();
        return !now.isBefore(entry.used.plus(idle))
                || !now.isBefore(entry.session.created().plus(absolute));
    }
}
