package org.ratatosk.server.store.sql;

import com.zaxxer.hikari.HikariConfig;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The SQL is what H2 and PostgreSQL share: all contracts hold on a PostgreSQL that is started for the test. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PostgresStoreTest extends SqlStoreContracts {
    PostgresStoreTest() throws IOException {
        super(start());
    }

    private static Served start() throws IOException {
        EmbeddedPostgres server = EmbeddedPostgres.start();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        return new Served(new Database(config, pool -> new PostgresBackend(), List.of(Schema.SERVER)), server);
    }
}
