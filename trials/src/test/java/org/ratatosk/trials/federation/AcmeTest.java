package org.ratatosk.trials.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.testing.Pebble;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.trials.Authority;
import org.ratatosk.trials.Browser;
import org.ratatosk.trials.Person;
import org.ratatosk.trials.Product;
import org.ratatosk.trials.Quiet;
import org.ratatosk.trials.Trust;

/** The running product orders a certificate from Debian's pebble by http-01 and goes on with it (RFC 8555). */
@Tag("federation")
class AcmeTest {
    private static final String DOMAIN = "midgard.example";
    private static final String PASSWORD = "Nine-worlds-and-1-tree";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private final TestDns dns = new TestDns().add(DOMAIN + ". 60 IN A 127.0.0.1");
    private Pebble pebble;
    private Product product;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        Quiet.smack();
        Authority websites = new Authority(folder.resolve("websites.crt"));
        websites.issue(folder, "pebble", "localhost");
        int http = freePort();
        pebble = new Pebble(folder, folder.resolve("pebble.crt"), http, dns.address());
        product = new Product(List.of(Product.HOME, DOMAIN), """
                web { http = ["127.0.0.1:%d"] }
                acme { enabled = on, agree-terms = on, directory = "%s" }
                """.formatted(http, pebble.directory("localhost")));
        product.javaOptions(
                "-Djavax.net.ssl.trustStore=" + trustStore(websites) + " -Djavax.net.ssl.trustStorePassword=websites");
        product.start();
    }

    @AfterEach
    void end() throws IOException {
        product.close();
        pebble.close();
        dns.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** What a Java believes in that knows an authority for websites. */
    private Path trustStore(Authority websites) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("websites", chain(websites.file()).get(0));
        Path file = folder.resolve("websites.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "websites".toCharArray());
        }
        return file;
    }

    private static List<? extends Certificate> chain(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    private X509Certificate shown(String domain, Trust trust) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLSocket socket =
                (SSLSocket) trust.context().getSocketFactory().createSocket(loopback, product.directTlsPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(domain)));
            parameters.setApplicationProtocols(new String[] {"xmpp-client"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aCertificateIsOrderedAndShownWithoutARestart() throws Exception {
        Trust own = Trust.in(product.authority());
        Path ordered = product.certificates().resolve(DOMAIN + "/fullchain.pem");
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(ordered.resolveSibling("acme")));
        List<? extends Certificate> chain = chain(ordered);
        assertThat(((X509Certificate) chain.get(0)).getIssuerX500Principal().getName())
                .contains("Pebble Intermediate CA");

        Trust both = Trust.in(product.authority(), ordered);
        assertThat(shown(DOMAIN, both)).isEqualTo(chain.get(0));
        assertThat(shown(Product.HOME, own)).isNotEqualTo(chain.get(0));
        assertThat(Files.readString(product.log()))
                .contains("Made a certificate for " + DOMAIN, DOMAIN + " has a new certificate from localhost");

        product.account("alice@" + DOMAIN, PASSWORD);
        try (Person alice = Person.login(product, Trust.in(ordered), "alice@" + DOMAIN, PASSWORD, line -> {})) {
            assertThat(alice.howLoggedIn()).contains("verified TLS");
        }
        assertThat(dashboard(own).select("section:has(h2:contains(Certificates)) .line"))
                .satisfiesExactly(
                        home -> assertThat(home.text()).contains(Product.HOME, "made by the server"),
                        ours -> assertThat(ours.text()).contains(DOMAIN).doesNotContain("made by the server"));
    }

    private Document dashboard(Trust trust) throws Exception {
        Browser browser = new Browser(trust);
        String link = product.printed("(https://\\S+/first-admin/\\S+)").group(1);
        browser.submit(browser.open(link), Map.of("name", "odin", "password", PASSWORD));
        Browser console = new Browser(trust);
        return console.submit(
                console.open(product.consoleUrl() + "/console"), Map.of("name", "odin", "password", PASSWORD));
    }
}
