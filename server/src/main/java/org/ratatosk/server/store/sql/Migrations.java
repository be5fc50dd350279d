package org.ratatosk.server.store.sql;

import java.util.List;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables of a database up to date. Confined to the opening of the database. */
final class Migrations {
    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Jdbi jdbi;
    private final DataSource source;

    Migrations(Jdbi jdbi, DataSource source) {
        this.jdbi = jdbi;
        this.source = source;
    }

    /** @throws IllegalStateException if a newer program has written the database, or a script does not run */
    void bringUpToDate(List<Schema> schemas) {
        for (Schema schema : schemas) {
            OptionalInt there = jdbi.withHandle(handle -> versionIn(handle, schema));
            if (there.orElse(0) > schema.version()) {
                throw new IllegalStateException("The tables of '" + schema.name() + "' are of version "
                        + there.getAsInt() + ", this program knows them up to " + schema.version()
                        + ". Start the newer program again, or restore the backup that was made before it first ran.");
            }
            if (there.orElse(0) < schema.version()) {
                migrate(schema);
            }
        }
    }

    private static OptionalInt versionIn(Handle handle, Schema schema) {
        boolean hasHistory =
                handle.createQuery("SELECT COUNT(*) FROM information_schema.tables WHERE LOWER(table_name) = :name")
                                .bind("name", historyOf(schema))
                                .mapTo(Integer.class)
                                .one()
                        > 0;
        if (!hasHistory) {
            return OptionalInt.empty();
        }
        // Flyway writes its columns in small letters and, in H2, with quotes: these are found in both databases.
        return handle
                .createQuery("SELECT \"version\" FROM \"" + historyOf(schema)
                        + "\" WHERE \"success\" = TRUE AND \"version\" IS NOT NULL")
                .mapTo(Integer.class)
                .stream()
                .mapToInt(Integer::intValue)
                .max();
    }

    private void migrate(Schema schema) {
        MigrateResult result = Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/" + schema.name())
                .table(historyOf(schema))
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .failOnMissingLocations(true)
                .load()
                .migrate();
        String reached = result.targetSchemaVersion;
        if (reached == null || Integer.parseInt(reached) != schema.version()) {
            throw new IllegalStateException("The scripts of '" + schema.name() + "' lead to version " + reached
                    + ", but the program asks for " + schema.version());
        }
        LOG.info("The tables of '{}' are at version {} now", schema.name(), reached);
    }

    private static String historyOf(Schema schema) {
        return "schema_" + schema.name();
    }
}
