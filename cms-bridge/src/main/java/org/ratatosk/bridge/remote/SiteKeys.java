package org.ratatosk.bridge.remote;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys with which programs of the site sign what they ask. Writes are durable when a call returns. Blocks. Thread-safe. */
public interface SiteKeys {
    /** The most keys that there can be. */
    int MOST = 50;

    /** What can be asked with a key. */
    enum Scope {
        /** Telling what has happened at the CMS. */
        EVENTS,
        /** Making, changing and deleting members. */
        MEMBERS,
        /** To tell single members something. */
        NOTIFICATIONS,
        /** To tell all members something. */
        ANNOUNCEMENTS,
        /** To see who is there. */
        PRESENCE,
        /** To say who has what to do with whom. */
        BUDDIES
    }

    /**
     * A key without its secret.
     *
     * @param id what names it
     * @param name what it is for, in the words of whoever made it
     * @param scopes what can be asked with it
     * @param created when it was made
     */
    record Entry(String id, String name, Set<Scope> scopes, Instant created) {
        /** Keeps a copy of the set. */
        public Entry {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * A key with what can be asked with it.
     *
     * @param key with its secret
     * @param scopes what can be asked with it
     */
    record Granted(SiteKey key, Set<Scope> scopes) {
        /** Keeps a copy of the set. */
        public Granted {
            scopes = Set.copyOf(scopes);
        }
    }

    /** All of them, the oldest first. */
    List<Entry> all();

    /** The key of an id. */
    Optional<Granted> find(String id);

    /**
     * Makes one. What it returns is shown once and never again.
     *
     * @throws org.ratatosk.bridge.cms.CmsException if there are too many, or the name cannot be
     */
    SiteKey make(String name, Set<Scope> scopes);

    /** Removes one; nothing can be asked with it from now on. */
    void revoke(String id);
}
