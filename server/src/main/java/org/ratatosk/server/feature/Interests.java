package org.ratatosk.server.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;

/**
 * Which nodes clients want to hear of: the account's own clients, and those of contacts on other servers as their presence came here.
 * Lane-confined.
 */
final class Interests {
    private static final Key<Set<String>> OWN = Key.of("nodes of interest");
    private static final Key<Interests> ELSEWHERE = Key.of("clients of contacts elsewhere");

    /** So many clients of contacts on other servers are known to one account; further ones hear of nodes when they ask. */
    private static final int MOST = 1_000;

    private final Map<Jid, Set<String>> clients = new LinkedHashMap<>();

    private Interests() {}

    /** What one of the account's own clients wants to hear of. */
    static Set<String> of(Session client) {
        return client.attachments().find(OWN).orElse(Set.of());
    }

    static void put(Session client, Set<String> nodes) {
        client.attachments().put(OWN, nodes);
    }

    /** The clients of contacts on other servers. */
    static Interests elsewhere(Context ctx) {
        return ctx.state(ELSEWHERE, Interests::new);
    }

    Set<String> of(Jid client) {
        return clients.getOrDefault(client, Set.of());
    }

    void put(Jid client, Set<String> nodes) {
        if (nodes.isEmpty()) {
            clients.remove(client);
        } else if (clients.size() < MOST || clients.containsKey(client)) {
            clients.put(client, nodes);
        }
    }

    /** The clients of a contact, or the one client, that want to hear of a node. */
    List<Jid> wanting(Jid contact, String node) {
        return clients.entrySet().stream()
                .filter(entry -> entry.getValue().contains(node))
                .map(Map.Entry::getKey)
                .filter(client -> client.equals(contact) || client.bare().equals(contact))
                .toList();
    }
}
