package org.ratatosk.server.stream.s2s;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.ratatosk.server.dns.RegistrableDomain;

/**
 * Connections that other servers may resume over another stream. Those that have lost theirs hold what was not acknowledged for minutes,
 * and count for no limit of sockets; so one waits for each pair of domains, and few for each registrable domain. Thread-safe.
 */
final class Detachable {
    private static final int MAX_OF_A_DOMAIN = 64;

    /** By registrable domain, with the pair that each is for. */
    private final ConcurrentMap<String, Map<ServerConnection, String>> connections = new ConcurrentHashMap<>();

    /**
     * A connection may lose its stream and go on. Whoever begins anew does not go on with what was before.
     *
     * @param pair whom the connection is for, as a key
     * @param domain the other server's
     */
    void add(String pair, String domain, ServerConnection connection) {
        String registrable = RegistrableDomain.of(domain);
        Map<ServerConnection, String> all = connections.computeIfAbsent(registrable, key -> new ConcurrentHashMap<>());
        if (all.put(connection, pair) == null) {
            connection.add(new ServerConnection.Owner() {
                @Override
                public void over(ServerConnection ended) {
                    all.remove(ended);
                    connections.remove(registrable, Map.of());
                }
            });
        }
        boolean tooMany = all.size() > MAX_OF_A_DOMAIN;
        all.forEach((each, its) -> {
            if (each != connection && (tooMany || its.equals(pair))) {
                each.abandon(); // which it does not mind while it has a stream
            }
        });
    }
}
