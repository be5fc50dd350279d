package org.ratatosk.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/**
 * What accounts publish (XEP-0163): nodes, each with one item or none. Confined to a read or write of {@link Store}.
 */
public interface PepStore {
    /** Who may see what stands at a node. */
    enum Access {
        /** Everybody. */
        OPEN,
        /** Those who may see the owner's presence. */
        PRESENCE,
        /** The owner alone: there are no lists of others. */
        WHITELIST
    }

    /**
     * A node without what stands there. Immutable.
     *
     * @param name at most 500 characters
     * @param access who may see what stands there
     * @param item the id of the item, at most 500 characters; {@code null} if there is none
     */
    record Node(String name, Access access, @Nullable String item) {}

    /**
     * What stands at a node. Immutable.
     *
     * @param id at most 500 characters
     * @param payload what was published
     * @param at when
     */
    record Item(String id, Element payload, Instant at) {}

    /** The nodes of an owner. */
    List<Node> nodes(Jid owner);

    /** What stands at a node. */
    Optional<Item> item(Jid owner, String node);

    /** Makes a node, or says anew who may see what stands there. */
    void put(Jid owner, String node, Access access);

    /** Puts an item in the place of what stands at a node; nothing happens if there is no such node. */
    void publish(Jid owner, String node, Item item);

    /** Takes away what stands at a node. */
    void retract(Jid owner, String node);

    /** Takes a node away with what stands there. */
    void delete(Jid owner, String node);
}
