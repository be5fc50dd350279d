package org.ratatosk.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.web.api.Endpoint;
import org.ratatosk.web.auth.Paths;

/** Which endpoints stand at a path. Immutable. */
final class EndpointTable {
    private final List<Endpoint> endpoints;

    EndpointTable(List<Endpoint> endpoints) {
        this.endpoints = List.copyOf(endpoints);
    }

    /**
     * An endpoint at a path.
     *
     * @param parts what stands for the segments in braces
     */
    record Match(Endpoint endpoint, Map<String, String> parts) {}

    /** Those at a raw path, one for each method. */
    List<Match> at(String rawPath) {
        Optional<List<String>> path = Paths.segments(rawPath);
        List<Match> found = new ArrayList<>();
        if (path.isPresent()) {
            for (Endpoint endpoint : endpoints) {
                parts(endpoint.path(), path.get()).ifPresent(parts -> found.add(new Match(endpoint, parts)));
            }
        }
        return found;
    }

    private static Optional<Map<String, String>> parts(String pattern, List<String> path) {
        String[] segments = pattern.substring(1).split("/", -1);
        Map<String, String> parts = new HashMap<>();
        boolean same = segments.length == path.size();
        for (int i = 0; same && i < segments.length; i++) {
            String segment = segments[i];
            if (segment.startsWith("{")) {
                parts.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else {
                same = segment.equals(path.get(i));
            }
        }
        return same ? Optional.of(parts) : Optional.empty();
    }
}
