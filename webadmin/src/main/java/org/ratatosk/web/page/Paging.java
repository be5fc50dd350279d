package org.ratatosk.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ways to the neighbours of a page of a list. Immutable.
 *
 * @param earlier the query of the page before, or {@code null}
 * @param later the query of the page after, or {@code null}
 * @param words which rows are shown, as in "51 to 100"
 */
public record Paging(@Nullable String earlier, @Nullable String later, String words) {
    /** How many rows a page has. */
    static final int ROWS = 50;

    /** The offset that a query asks for, from zero. */
    static int offset(Call call) {
        return (int) Math.min(1_000_000, call.query().number("from").orElse(0));
    }

    /**
     * The paging of a list of which one more row than a page was fetched.
     *
     * @param offset of the first row
     * @param fetched how many were fetched, at most one more than {@link #ROWS}
     * @param query what else the addresses carry
     */
    static Paging of(int offset, int fetched, Map<String, String> query) {
        int shown = Math.min(fetched, ROWS);
        String earlier = offset > 0 ? query(query, Math.max(0, offset - ROWS)) : null;
        String later = fetched > ROWS ? query(query, offset + ROWS) : null;
        String words = shown == 0 ? "none" : (offset + 1) + " to " + (offset + shown);
        return new Paging(earlier, later, words);
    }

    /** The rows of a page, without the one more that was fetched. */
    static <T> List<T> page(List<T> fetched) {
        return fetched.subList(0, Math.min(fetched.size(), ROWS));
    }

    private static String query(Map<String, String> query, int from) {
        String rest = query.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> "&" + entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
        return "?from=" + from + rest;
    }
}
