package org.ratatosk.bridge.cms;

import java.util.List;

/**
 * Where the site's own programs say who has what to do with whom; rosters follow. Members are called by the names with which they
 * log in at the CMS. Blocks; what is said is durable when a call returns. Failures are a {@link CmsException} with a sentence.
 * Thread-safe.
 */
public interface Buddies {
    /**
     * Another member, seen from one.
     *
     * @param login the other one
     * @param follows whether the one follows the other
     * @param followed whether the other follows the one
     * @param noted whether the other is in the one's list of contacts
     * @param blocked whether the one blocks the other
     * @param subscription as it stands in the one's roster: {@code none}, {@code to}, {@code from} or {@code both}
     */
    record Buddy(
            String login, Tie.State follows, Tie.State followed, boolean noted, boolean blocked, String subscription) {}

    /** Those with whom a member has to do on the site. */
    List<Buddy> of(String login);

    /** Says how a member stands to another. */
    void put(String login, String other, Tie.Kind kind, Tie.State state);

    /** A member has nothing to do with another any more, as far as that is the member's doing. */
    void remove(String login, String other);
}
