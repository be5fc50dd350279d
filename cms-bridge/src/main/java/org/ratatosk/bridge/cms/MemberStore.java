package org.ratatosk.bridge.cms;

import java.util.Optional;

/** What members have set. Writes are durable when a call returns. Blocks on the database. Thread-safe. */
public interface MemberStore {
    /**
     * What a member has set.
     *
     * @param displayName how the member is shown
     * @param defaultSecurity for posts that say nothing of it
     * @param alertsOn whether the member wants alerts at all
     * @param incarnation of the account that set it
     */
    record Settings(String displayName, Security defaultSecurity, boolean alertsOn, String incarnation) {}

    /** What a member has set, if anything. */
    Optional<Settings> settings(String member);

    /** Keeps what a member has set. */
    void putSettings(String member, Settings settings);

    /**
     * A member has another name: settings, what was written and linked addresses go along, in one transaction.
     *
     * @param incarnation of the account that has the new name
     */
    void rename(String member, String to, String incarnation);

    /** Removes what must not come upon a later member of the same name. */
    void forget(String member);
}
