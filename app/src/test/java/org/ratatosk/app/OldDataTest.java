package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;

/** A data folder as the first scripts of the tables made it, with what people had in it, is opened and goes on. */
class OldDataTest {
    @TempDir
    Path folder;

    @Test
    void theFirstTablesOpenAndWhatWasInThemIsThere() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        String url = "jdbc:h2:" + data.resolve("ratatosk");
        List.of("server", "bridge").forEach(name -> first(url, name));
        fill(url);
        String http;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            http = "127.0.0.1:" + free.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("test.conf"), """
                listen { starttls = ["127.0.0.1:0"], direct-tls = [] }
                s2s.enabled = off
                web { https = ["127.0.0.1:0"], http = ["%s"], console = ["127.0.0.1:0"] }
                """.formatted(http));
        try (Ratatosk running = Ratatosk.open(AppConfig.read(config, folder, data))) {
            assertThat(running.operations().run(List.of("user", "list")).text())
                    .contains("alice@localhost", "since 2026-01-02", "1 account");
            assertThat(page("http://" + http + "/posts/1"))
                    .contains("Market day", "Fresh honey at nine.", "honey", "I take two.");
            assertThat(running.operations().run(List.of("user", "add", "bob")).code())
                    .isZero();
        }
    }

    /** The tables as their first script leaves them. */
    private static void first(String url, String name) {
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations("classpath:db/" + name)
                .table("schema_" + name)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target("1")
                .load()
                .migrate();
    }

    private static void fill(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement sql = connection.createStatement()) {
            sql.execute("INSERT INTO account VALUES"
                    + " ('alice@localhost', 'localhost', 'alice', 'i1', 'MEMBER', TRUE, 1767312000000000)");
            sql.execute("INSERT INTO member VALUES ('alice', 'Alice', 'PUBLIC', TRUE, 'i1')");
            sql.execute("INSERT INTO post VALUES (1, 'k1', 'alice', 'Market day', 'Fresh honey at nine.', 'PUBLIC',"
                    + " 'honey', '', 1767312000000)");
            sql.execute("INSERT INTO comment VALUES"
                    + " (2, 'k2', 1, NULL, 'alice', TRUE, 'I take two.', 'SHOWN', 1767312000000)");
            sql.execute("UPDATE number_row SET last_number = 2");
            sql.execute("INSERT INTO event (id, kind, post, comment, actor, happened)"
                    + " VALUES ('e1', 'POST_PUBLISHED', 1, NULL, 'alice', 1767312000000)");
            sql.execute("INSERT INTO identity VALUES ('alice@example.net', 'alice', 'POST', 'x', 1767312000000)");
        }
    }

    private static String page(String address) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
