package org.ratatosk.bridge.store.sql;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.remote.MirrorStore.Person;

/** The rows of table {@code mirrored}. */
final class MirroredRows {
    /** What a row is about. */
    enum Kind {
        POST,
        COMMENT,
        /** Always without a number. */
        MEMBER
    }

    /**
     * A row.
     *
     * @param number empty if it is gone
     * @param changed when the CMS last changed it
     */
    record Known(OptionalLong number, Instant changed) {}

    Optional<Known> find(Handle handle, Kind kind, String id) {
        return handle.createQuery("SELECT number, changed FROM mirrored WHERE kind = :kind AND id = :id")
                .bind("kind", kind.name())
                .bind("id", id)
                .map((row, context) -> {
                    long number = row.getLong("number");
                    return new Known(
                            row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number),
                            Instant.ofEpochMilli(row.getLong("changed")));
                })
                .findOne();
    }

    Optional<String> id(Handle handle, Kind kind, long number) {
        return handle.createQuery("SELECT id FROM mirrored WHERE kind = :kind AND number = :number")
                .bind("kind", kind.name())
                .bind("number", number)
                .mapTo(String.class)
                .findOne();
    }

    /** @param number {@code null} if it is gone */
    void put(Handle handle, Kind kind, String id, @Nullable Long number, Instant changed) {
        handle.createUpdate("DELETE FROM mirrored WHERE kind = :kind AND id = :id")
                .bind("kind", kind.name())
                .bind("id", id)
                .execute();
        handle.createUpdate("INSERT INTO mirrored (kind, id, number, changed) VALUES (:kind, :id, :number, :changed)")
                .bind("kind", kind.name())
                .bind("id", id)
                .bind("number", number)
                .bind("changed", changed.toEpochMilli())
                .execute();
    }

    /** What was told last of a member. */
    Optional<Person> person(Handle handle, String id) {
        return handle.createQuery("SELECT name, active, changed FROM mirrored WHERE kind = 'MEMBER' AND id = :id")
                .bind("id", id)
                .map((row, context) -> {
                    @Nullable String name = row.getString("name");
                    return new Person(
                            name == null ? "" : name,
                            row.getBoolean("active"),
                            Instant.ofEpochMilli(row.getLong("changed")));
                })
                .findOne();
    }

    /** Who has a name. */
    Optional<String> idOf(Handle handle, String name) {
        return handle.createQuery("SELECT id FROM mirrored WHERE kind = 'MEMBER' AND name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .findFirst();
    }

    /** Keeps what was told of a member. */
    void put(Handle handle, String id, Person person) {
        put(handle, Kind.MEMBER, id, null, person.at());
        handle.createUpdate("UPDATE mirrored SET name = :name, active = :active WHERE kind = 'MEMBER' AND id = :id")
                .bind("name", person.name().isEmpty() ? null : person.name())
                .bind("active", person.active())
                .bind("id", id)
                .execute();
    }

    /** A comment is gone, or a post with the comments under it. */
    void gone(Handle handle, long number) {
        handle.createUpdate("UPDATE mirrored SET number = NULL WHERE number = :number"
                        + " OR number IN (SELECT number FROM comment WHERE post = :number)")
                .bind("number", number)
                .execute();
    }
}
