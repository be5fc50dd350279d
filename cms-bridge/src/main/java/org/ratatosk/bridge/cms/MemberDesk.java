package org.ratatosk.bridge.cms;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * Where the site's own programs look after its members, by the names with which these log in at the CMS. Blocks; what is done is
 * durable when a call returns. Failures are a {@link CmsException} with a sentence. Thread-safe.
 */
public interface MemberDesk {
    /**
     * What became of a member.
     *
     * @param home the address
     * @param made whether there was none before
     */
    record Done(Jid home, boolean made) {}

    /**
     * Makes a member, or changes one.
     *
     * @param displayName how the member is shown, or {@code null} to leave that
     * @param active whether the member may log in, or {@code null} to leave that; an admin's account stays as it is
     */
    Done put(String login, @Nullable String displayName, @Nullable Boolean active);

    /** Takes over what the site says of a member; the account is told soon, or when there is one. */
    void say(String login, Profile said);

    /** Gives a member the site's picture at once, {@code null} for none. */
    void picture(String login, byte @Nullable [] picture);

    /** Deletes a member with all that hangs on it; nothing happens if there is none. A later one of that name is somebody else. */
    void remove(String login);

    /** Gives a member another name, and so another address; what was written and linked goes along. */
    Jid rename(String login, String to);
}
