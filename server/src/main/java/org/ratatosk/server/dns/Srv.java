package org.ratatosk.server.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A machine that serves a domain, as an SRV record says (RFC 2782). Immutable.
 *
 * @param priority lower ones are tried first
 * @param weight how often it is tried first among its priority
 * @param port where it listens
 * @param target its name, without a dot at its end
 * @param directTls whether it wants TLS from the first byte (XEP-0368)
 */
record Srv(int priority, int weight, int port, String target, boolean directTls) {

    /** All in the order in which they are tried: by priority; among equals by lot, where weight helps. */
    static List<Srv> ordered(Collection<Srv> all, RandomGenerator random) {
        Map<Integer, List<Srv>> byPriority =
                all.stream().collect(Collectors.groupingBy(Srv::priority, TreeMap::new, Collectors.toList()));
        List<Srv> ordered = new ArrayList<>();
        for (List<Srv> equals : byPriority.values()) {
            draw(equals, random, ordered);
        }
        return ordered;
    }

    private static void draw(List<Srv> equals, RandomGenerator random, List<Srv> ordered) {
        // Weight 0 comes first, so that it has a small chance at all.
        List<Srv> left =
                new ArrayList<>(equals.stream().filter(s -> s.weight() == 0).toList());
        equals.stream().filter(s -> s.weight() != 0).forEach(left::add);
        while (!left.isEmpty()) {
            long sum = left.stream().mapToLong(Srv::weight).sum();
            long drawn = random.nextLong(sum + 1);
            int at = 0;
            long running = left.get(0).weight();
            while (running < drawn) {
                at++;
                running += left.get(at).weight();
            }
            ordered.add(left.remove(at));
        }
    }
}
