package org.ratatosk.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.sasl.SASLErrorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.testing.TestDns;

/** What the owner does in the terminal, with the built product: commands, the first start, the end. */
@Tag("clients")
class CommandsTest {
    private static final String DORA = "dora@" + Product.HOME;
    private static final String PASSWORD = "Nidhogg-gnaws-at-roots";
    private Product product;

    @BeforeEach
    void make() throws IOException {
        product = new Product();
    }

    @AfterEach
    void end() throws IOException {
        product.close();
    }

    @Test
    void accountsAreLookedAfterWhileTheServerIsStoppedAndWhileItRuns() throws Exception {
        product.account(DORA, PASSWORD);
        assertThat(product.run("user", "list"))
                .contains(DORA)
                .contains("1 account")
                .contains("No server runs on");
        product.start();
        Trust trust = Trust.in(product.authority());
        Person.login(product, trust, DORA, PASSWORD, line -> {}).close();
        product.account("egil@" + Product.ABROAD, PASSWORD);
        assertThat(product.run("user", "list", Product.ABROAD))
                .contains("egil@")
                .doesNotContain(DORA);
        assertThat(product.run("user", "passwd", "dora"))
                .contains("/set-password/")
                .doesNotContain("No server runs");
        assertThat(product.run("admin-link")).contains("/first-admin/");
        assertThat(product.run("user", "delete", "dora", "--yes")).contains("Deleted the account " + DORA);
        assertThatThrownBy(() -> Person.login(product, trust, DORA, PASSWORD, line -> {}))
                .isInstanceOf(SASLErrorException.class);
        assertThatThrownBy(() -> product.run("user", "delete", "dora", "--yes"))
                .isInstanceOf(Unmet.class)
                .hasMessageContaining("There is no account " + DORA);
    }

    /** In closed networks no other server knows the answers. */
    @Test
    void theDnsServerOfTheSettingsIsAskedAboutTheDomains() throws Exception {
        String domain = "asgard.example.org";
        try (TestDns dns = new TestDns();
                Product closed = new Product(
                        List.of(domain),
                        "s2s.resolver = \"127.0.0.1:" + dns.address().getPort() + "\"\n")) {
            String record = "_xmpp-client._tcp." + domain;
            dns.add(record + ". 300 IN SRV 0 5 " + closed.starttlsPort() + " heimdall.example.org.");
            dns.add("heimdall.example.org. 300 IN A 192.0.2.1");
            assertThatThrownBy(() -> closed.run("check"))
                    .as("what the tests start listens for this machine alone")
                    .isInstanceOf(Unmet.class)
                    .hasMessageContaining("✗ The record " + record + " leads nowhere: 0 5 " + closed.starttlsPort()
                            + " heimdall.example.org. (on port " + closed.starttlsPort()
                            + " this server listens for this machine alone (listen.starttls))");
        }
    }

    /** It starts in half the time when Java need not read and check all classes anew. */
    @Test
    void whatAStartTakesOfClassesIsKept() throws Exception {
        Path log = Files.createTempFile("classes", ".log");
        try {
            product.javaOptions("-Xlog:class+load:file=" + log);
            product.start();
            assertThat(log)
                    .content()
                    .contains("org.ratatosk.app.Ratatosk source: shared objects file")
                    .contains("org.h2.Driver source: shared objects file");
        } finally {
            Files.delete(log);
        }
    }

    @Test
    void theFirstStartPrintsWhatTheOwnerNeeds() throws Exception {
        product.start();
        String fingerprint = product.printed("SHA-256 ([0-9A-F:]{95})").group(1);
        assertThat(fingerprint).isEqualTo(Fingerprint.of(product.data().resolve("certs/localhost.crt")));
        assertThat(product.printed("(https://\\S+/first-admin/\\S+)").group(1)).startsWith(product.siteUrl());
        assertThatThrownBy(() -> product.run("run"))
                .isInstanceOf(Unmet.class)
                .hasMessageContaining("is in use by another process");
    }

    @Test
    void clientsAreToldThatTheServerEnds() throws Exception {
        product.account(DORA, PASSWORD);
        product.start();
        Trust trust = Trust.in(product.authority());
        try (RawSession session = RawSession.login(product, trust, "dora", PASSWORD, "desk")) {
            Duration took = product.terminate();
            assertThat(session.rest()).contains("<system-shutdown").contains("</stream:stream>");
            assertThat(took).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aClientThatTrustsOtherAuthoritiesDoesNotLogIn() throws Exception {
        product.account(DORA, PASSWORD);
        product.start();
        assertThatThrownBy(() -> Person.login(product, Trust.inPublicAuthorities(), DORA, PASSWORD, line -> {}))
                .isInstanceOf(SmackException.class)
                .hasMessageContaining("certification path");
    }
}
