package org.ratatosk.web.page;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Names and values, of a form or of a query. Immutable. */
public record Fields(Map<String, List<String>> values) {
    /** None at all. */
    public static final Fields NONE = new Fields(Map.of());

    /** Copies the values. */
    public Fields {
        values = Map.copyOf(values);
    }

    /** The first value of a name. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(all -> !all.isEmpty())
                .map(all -> all.get(0));
    }

    /** The first value of a name, stripped; empty text if there is none. */
    public String text(String name) {
        return first(name).map(String::strip).orElse("");
    }

    /** All values of a name. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** A whole number of one or more, if there is one. */
    public OptionalLong number(String name) {
        return Numbers.positive(text(name));
    }
}
