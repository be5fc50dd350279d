package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where it is told what the site says of its members. Blocks; what was said is durable when a call returns. Thread-safe. */
public interface Profiles {
    /** Keeps what is said of members until their accounts were told. Blocks. */
    interface Kept {
        /**
         * What is to be told.
         *
         * @param version tells this saying from a later one
         * @param tries how often it was tried in vain
         */
        record Saying(String member, Profile said, long version, int tries) {}

        /** Keeps what is said; what is not said stays. It is to be told now. */
        void put(String member, Profile said, Instant now);

        /** What is kept of a member is to be told now. */
        void wake(String member, Instant now);

        /** Some of what is to be told by now. */
        List<Saying> due(Instant now, int limit);

        /** It was told, or tried in vain if it is {@code late}, and is to be told again at a time, or not until something new is said. */
        void settled(Saying saying, boolean late, Optional<Instant> again);

        /** The member's picture is not the one at the address that was said. */
        void pictureIsGiven(String member);

        /** A member has another name. */
        void rename(String member, String to);

        /** Forgets what was said of a member. */
        void remove(String member);
    }

    /** Takes over what the site says of a member; the account is told soon, or when there is one. */
    void say(String member, Profile said);

    /**
     * Gives a member a picture of the site's at once, or takes it away.
     *
     * @throws CmsException if there is no such member, or that is no picture
     */
    void picture(String member, byte @Nullable [] picture);
}
