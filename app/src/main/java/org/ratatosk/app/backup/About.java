package org.ratatosk.app.backup;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.ratatosk.server.store.sql.Schema;

/**
 * What a backup says of itself. Immutable.
 *
 * @param version of the program that made it
 * @param made when
 * @param schemas the versions of the tables that are in it
 */
public record About(String version, Instant made, Map<String, Integer> schemas) {
    private static final int FORMAT = 1;
    private static final String SCHEMA = "tables.";

    public About {
        schemas = Map.copyOf(schemas);
    }

    /** What a program of some version, with some tables, makes at a moment. */
    public static About of(String version, Instant made, List<Schema> schemas) {
        return new About(version, made, schemas.stream().collect(Collectors.toMap(Schema::name, Schema::version)));
    }

    /** As it stands in the file: lines of names and values. */
    String text() {
        StringBuilder text = new StringBuilder("format=%d\nversion=%s\nmade=%s\n".formatted(FORMAT, version, made));
        new TreeMap<>(schemas).forEach((name, number) -> text.append("%s%s=%d\n".formatted(SCHEMA, name, number)));
        return text.toString();
    }

    /**
     * Reads it.
     *
     * @throws IOException with words for people, if it is no such text, or one of a format of later
     */
    static About parse(String text) throws IOException {
        Properties values = new Properties();
        try {
            values.load(new StringReader(text));
            int format = Integer.parseInt(values.getProperty("format", "0"));
            if (format > FORMAT) {
                throw new IOException("it was made by a newer Ratatosk, " + values.getProperty("version"));
            }
            Map<String, Integer> schemas = new TreeMap<>();
            for (String name : values.stringPropertyNames()) {
                if (name.startsWith(SCHEMA)) {
                    schemas.put(name.substring(SCHEMA.length()), Integer.valueOf(values.getProperty(name, "")));
                }
            }
            return new About(
                    values.getProperty("version", "?"), Instant.parse(values.getProperty("made", "")), schemas);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IOException("it does not say what it is", e);
        }
    }

    /**
     * Refuses what tables of later are in.
     *
     * @param known the tables of this program
     * @throws IOException with words for people
     */
    public void checkFits(List<Schema> known) throws IOException {
        for (Schema schema : known) {
            if (schemas.getOrDefault(schema.name(), 0) > schema.version()) {
                throw new IOException("it was made by a newer Ratatosk, " + version
                        + ", whose tables this one does not know. Install that one or a later one");
            }
        }
    }
}
