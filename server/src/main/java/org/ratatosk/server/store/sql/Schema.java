package org.ratatosk.server.store.sql;

/**
 * Tables that belong together and are brought up to date together, by the scripts {@code db/<name>/V1__….sql} and on of the
 * class path. Immutable.
 *
 * @param name the folder below {@code db}; the database remembers in {@code schema_<name>} which scripts it has seen
 * @param version the number of the newest script; a database that has it is opened without a look at the scripts
 */
public record Schema(String name, int version) {
    /** The tables of the server. */
    public static final Schema SERVER = new Schema("server", 3);

    /** @throws IllegalArgumentException if the name could not be part of a table's name */
    public Schema {
        if (!name.matches("[a-z]{1,20}") || version < 1) {
            throw new IllegalArgumentException("A schema has a name of small letters and a version from 1 on");
        }
    }
}
