package org.ratatosk.web.page;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the page of a path. Segments are compared after they were decoded, whole ones only. Immutable. */
public final class PageTable {
    private final List<Row> rows;

    private record Row(Page page, List<Segment> segments) {}

    /** A segment of a pattern: fixed text, then possibly a variable that takes the rest. */
    private record Segment(String fixed, @Nullable String variable) {}

    /**
     * A page and the variable parts of its path.
     *
     * @param page the page
     * @param parts by name
     */
    public record Match(Page page, Map<String, String> parts) {}

    /** @param pages of which the first that matches is taken */
    public PageTable(List<Page> pages) {
        List<Row> all = new ArrayList<>();
        for (Page page : pages) {
            all.add(new Row(page, segments(page.path())));
        }
        rows = List.copyOf(all);
    }

    private static List<Segment> segments(String pattern) {
        List<Segment> result = new ArrayList<>();
        for (String part : pattern.substring(1).split("/", -1)) {
            int brace = part.indexOf('{');
            result.add(
                    brace < 0
                            ? new Segment(part, null)
                            : new Segment(part.substring(0, brace), part.substring(brace + 1, part.length() - 1)));
        }
        return List.copyOf(result);
    }

    /** The page of a path, given as its decoded segments. */
    public Optional<Match> find(List<String> path) {
        for (Row row : rows) {
            Map<String, String> parts = match(row.segments(), path);
            if (parts != null) {
                return Optional.of(new Match(row.page(), parts));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Map<String, String> match(List<Segment> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return null;
        }
        Map<String, String> parts = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            Segment segment = pattern.get(i);
            String actual = path.get(i);
            String variable = segment.variable();
            if (variable == null) {
                if (!segment.fixed().equals(actual)) {
                    return null;
                }
            } else if (actual.startsWith(segment.fixed())
                    && actual.length() > segment.fixed().length()) {
                parts.put(variable, actual.substring(segment.fixed().length()));
            } else {
                return null;
            }
        }
        return parts;
    }
}
