package org.ratatosk.server.store.sql;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The handle of one read or write, and how values stand in columns. Confined to that read or write. */
final class Rows {
    private final Handle handle;
    private final boolean writing;
    private final Unreadable unreadable;

    Rows(Handle handle, boolean writing, Unreadable unreadable) {
        this.handle = handle;
        this.writing = writing;
        this.unreadable = unreadable;
    }

    /** Sees to rows that cannot be read. */
    Unreadable unreadable() {
        return unreadable;
    }

    /** A query; parameters are question marks. */
    Query query(String sql, Object... parameters) {
        Query query = handle.createQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.bind(i, parameters[i]);
        }
        return query;
    }

    /**
     * Changes rows and says how many.
     *
     * @throws IllegalStateException in a read
     */
    int change(String sql, @Nullable Object... parameters) {
        if (!writing) {
            throw new IllegalStateException("A read must not write");
        }
        try (Update update = handle.createUpdate(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.bind(i, parameters[i]);
            }
            return update.execute();
        }
    }

    /** The one number that a query finds. */
    long number(String sql, Object... parameters) {
        return query(sql, parameters).mapTo(Long.class).one();
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    /** Several texts in one column: each ends with a newline; newlines and backslashes inside have a backslash before them. */
    static String joined(List<String> texts) {
        StringJoiner lines = new StringJoiner("");
        texts.forEach(text ->
                lines.add(text.replace("\\", "\\\\").replace("\n", "\\n")).add("\n"));
        return lines.toString();
    }

    static List<String> split(String column) {
        return Stream.of(column.split("\n", -1))
                .limit(column.chars().filter(c -> c == '\n').count())
                .map(Rows::unescaped)
                .toList();
    }

    private static String unescaped(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
                c = line.charAt(i) == 'n' ? '\n' : line.charAt(i);
            }
            text.append(c);
        }
        return text.toString();
    }
}
