package org.ratatosk.trials.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.FileHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import org.jivesoftware.smack.Smack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.trials.Browser;
import org.ratatosk.trials.Product;
import org.ratatosk.trials.Trust;

/** Smack's integration tests against the built product. */
@Tag("suites")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmackSuiteTest {
    private static final String ADMIN = "odin";
    private static final String PASSWORD = "Yggdrasil-is-9-worlds";

    private Product product;
    private TestDns dns;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        product = new Product("limits { new-connections-per-second = 1000 }\n");
        product.start();
        Browser browser = new Browser(Trust.in(product.authority()));
        String link = product.printed("(https://\\S+/first-admin/\\S+)").group(1);
        browser.submit(browser.open(link), Map.of("name", ADMIN, "password", PASSWORD));
        dns = new TestDns();
        dns.add("_xmpp-client._tcp.localhost. 300 IN SRV 0 0 " + product.starttlsPort() + " localhost.");
        System.setProperty(
                "java.naming.provider.url", "dns://127.0.0.1:" + dns.address().getPort());
        quiet();
        believe(product.authority(), folder.resolve("trusted.p12"));
    }

    private static void believe(Path authority, Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        System.setProperty("javax.net.ssl.trustStoreType", "PKCS12");
    }

    /** Smack tells much; it is in a file for whoever asks why a test fails. */
    private static void quiet() throws IOException {
        LogManager.getLogManager().reset();
        FileHandler file = new FileHandler("target/smack.log");
        file.setFormatter(new SimpleFormatter());
        Logger.getLogger("").addHandler(file);
    }

    @AfterAll
    void end() throws Exception {
        dns.close();
        product.close();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void doesNotSinkBelowItsFloor() throws Exception {
        SmackSuite suite = new SmackSuite(Product.HOME, ADMIN, PASSWORD);
        Floor floor = Floor.read("smack-floor.txt");
        Map<String, Outcome> outcomes = suite.runAll();
        List<Outcome> again = new ArrayList<>();
        for (Outcome outcome : List.copyOf(outcomes.values())) {
            if (!outcome.passed() && floor.forgives(outcome.test())) {
                again.add(outcome);
                outcomes.put(outcome.test(), suite.runSingly(outcome));
            }
        }
        Floor.Judgement judgement = floor.judge(outcomes.values());
        print(floor, outcomes, again, judgement.risen());
        assertThat(judgement.sunk()).as("what sank below the floor").isEmpty();
    }

    private static void print(Floor floor, Map<String, Outcome> outcomes, List<Outcome> again, List<String> risen) {
        Map<String, Long> counts = outcomes.values().stream()
                .collect(Collectors.groupingBy(Outcome::how, TreeMap::new, Collectors.counting()));
        System.out.println("| Smack " + Smack.getVersion() + ": " + counts);
        for (Outcome outcome : outcomes.values()) {
            if (!outcome.passed()) {
                String excuse = floor.excuse(outcome.test());
                System.out.println("| " + outcome.test() + " " + outcome.how() + ": "
                        + (excuse.isEmpty() ? outcome.reason() : excuse));
            }
        }
        for (Outcome before : again) {
            System.out.println("| " + before.test() + " was run again by itself and "
                    + outcomes.get(before.test()).how() + "; before it " + before.how() + ": " + before.reason());
        }
        risen.forEach(line -> System.out.println("| the floor can be raised in " + floor.name() + ": " + line));
    }
}
