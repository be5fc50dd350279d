package org.ratatosk.server.feature;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.store.PepStore.Node;

/** An account's nodes as the lane keeps them, without what stands there. Lane-confined. */
final class PepNodes {
    private static final Key<PepNodes> KEY = Key.of("nodes");

    private final Map<String, Node> nodes = new TreeMap<>();

    private PepNodes(List<Node> read) {
        read.forEach(node -> nodes.put(node.name(), node));
    }

    /** Has the nodes loaded with each account. */
    static void install(Hooks on) {
        on.account(KEY, (tables, owner) -> new PepNodes(tables.pep().nodes(owner)));
    }

    /** The nodes of the lane's account; without the feature, none. */
    static PepNodes of(Context ctx) {
        return ctx.state(KEY, () -> new PepNodes(List.of()));
    }

    /** All of them. */
    Collection<Node> all() {
        return List.copyOf(nodes.values());
    }

    Optional<Node> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The id of what stands at a node. */
    Optional<String> item(String name) {
        return find(name).flatMap(node -> Optional.ofNullable(node.item()));
    }

    void put(String name, Access access, @Nullable String item) {
        nodes.put(name, new Node(name, access, item));
    }

    /** Says what stands at a node that is there. */
    void stands(String name, @Nullable String item) {
        find(name).ifPresent(node -> put(name, node.access(), item));
    }

    void remove(String name) {
        nodes.remove(name);
    }

    /** Whether somebody may see what stands at a node. */
    static boolean shows(Context ctx, Node node, Jid who) {
        if (who.bare().equals(ctx.account())) {
            return true;
        }
        return switch (node.access()) {
            case OPEN -> true;
            case PRESENCE -> Contacts.of(ctx).subscription(who).isFrom();
            case WHITELIST -> false;
        };
    }
}
