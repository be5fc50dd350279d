package org.ratatosk.bridge.alerts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * The subscriptions that are kept. What members hear of without having asked is kept from the first time that somebody looks at it
 * or removes it. Calls block on the database; writes are durable when they return. Thread-safe.
 */
public interface SubscriptionStore {
    /** What came of the wish to add a subscription. */
    enum Added {
        NEW,
        /** There was such a one. */
        OLD,
        /** There are as many as there may be. */
        FULL
    }

    /**
     * Adds a subscription unless there is such a one or there are {@code quota} of the member's at all addresses, or at the address
     * if it belongs to nobody, already. What is given does not count.
     */
    Added add(Jid address, @Nullable String member, Topic topic, int quota, Instant now);

    /** The same as {@link #addGiven(Map, Instant)}, for one. */
    void addGiven(String member, Jid home, Instant now);

    /**
     * Keeps what members hear of without asking at their homes, unless it is kept already that it is there or was removed.
     *
     * @param homes the homes by the members' names
     */
    void addGiven(Map<String, Jid> homes, Instant now);

    /** Removes a subscription; whether there was one. */
    boolean remove(Jid address, Topic topic, Instant now);

    /** Removes a subscription of a member by its number; whether there was one. */
    boolean remove(String member, long id, Instant now);

    /** The subscription to a topic at an address. */
    Optional<Subscription> find(Jid address, Topic topic);

    /** Whether it is kept that what is given was removed at an address. */
    boolean wasRemoved(Jid address, Topic topic);

    /** The subscriptions of a member at all addresses, in the order in which they were made. */
    List<Subscription> ofMember(String member);

    /** The subscriptions at an address, in the order in which they were made. */
    List<Subscription> at(Jid address);

    /** Subscriptions whose address or member contains a text, in the order of numbers. */
    List<Subscription> search(String part, int offset, int limit);

    /** Subscriptions to a topic with numbers greater than {@code after}, in order. */
    List<Subscription> to(Topic topic, long after, int limit);

    /** Gives subscriptions at an address that belonged to nobody to the member whose it is now. */
    void adopt(Jid address, String member);

    /** Removes everything at an address, its switch too. */
    void forgetAddress(Jid address);

    /** Removes all subscriptions of a member, those of others to the member's posts, and everything at the addresses. */
    void forgetMember(String member, List<Jid> addresses);

    /** Since when an address is switched off, if it is. */
    Optional<Instant> offSince(Jid address);

    /** Switches an address off or on; whether that changed anything. */
    boolean setOff(Jid address, boolean off, Instant now);
}
