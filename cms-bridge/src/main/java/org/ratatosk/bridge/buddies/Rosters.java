package org.ratatosk.bridge.buddies;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rosters and block lists of members, as far as other members stand in them. Members are called by name. Blocks. Thread-safe. */
public interface Rosters {
    /**
     * How another stands in a member's roster and block list.
     *
     * @param listed whether there is a contact
     * @param wants whether the member sees whether the other is there, or has asked to
     * @param lets whether the other sees the member, or may
     * @param blocks whether the member blocks the other
     */
    record Entry(boolean listed, boolean wants, boolean lets, boolean blocks) {
        /** Not at all. */
        public static final Entry NONE = new Entry(false, false, false, false);

        Entry withWants(boolean now) {
            return new Entry(listed, now, lets, blocks);
        }

        Entry withLets(boolean now) {
            return new Entry(listed, wants, now, blocks);
        }

        Entry withListed(boolean now) {
            return new Entry(now, wants, lets, blocks);
        }

        Entry withBlocks(boolean now) {
            return new Entry(listed, wants, lets, now);
        }
    }

    /**
     * What the site makes of a contact. A contact that the site has made goes when nothing is left of it; one that the owner has made, or
     * changed, stays.
     *
     * @param wants whether the owner sees the other; {@code null} leaves it
     * @param lets whether the other sees the owner; {@code null} leaves it
     * @param listed whether there is a contact in any case
     */
    record Wish(@Nullable Boolean wants, @Nullable Boolean lets, boolean listed) {}

    /** Whether a member has an account here. */
    boolean has(String member);

    /** The other members in a member's roster and block list; of somebody without an account, none. */
    Map<String, Entry> of(String member);

    /** The subscriptions in a member's roster, as {@code both}, by the names of the other members. */
    Map<String, String> subscriptions(String member);

    /** Makes of a contact what the site wants, asking nobody; gives how it stands then. */
    Entry change(String member, String other, Wish wish);

    /** Blocks another member, or does so no more. */
    void block(String member, String other, boolean blocks);

    /** Has somebody told of each member whose roster or block list has changed. It must not block. */
    void watch(Consumer<String> watcher);
}
