package org.ratatosk.server.acme;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.testing.Pebble;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.DomainCertificate;
import org.ratatosk.server.tls.TrustAnchors;

/** Certificates from Debian's pebble. */
@Tag("federation")
class PebbleTest {
    private final TurnableClock clock = new TurnableClock(Instant.now());
    private final TestAuthority websites = TestAuthority.root("Websites", clock.instant());
    private final HttpTokens tokens = new HttpTokens();
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private TestDns world;
    private HttpServer website;
    private Pebble pebble;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        world = new TestDns().add("example.test. 60 IN A 127.0.0.1");
        website = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        website.createContext("/.well-known/acme-challenge/", this::answer);
        website.start();
        websites.issue(websites.wish("pebble").ip("127.0.0.1"))
                .write(folder.resolve("pebble.pem"), folder.resolve("pebble.key"));
        pebble = new Pebble(
                folder, folder.resolve("pebble.pem"), website.getAddress().getPort(), world.address());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        fetched.add(token);
        byte[] bytes = tokens.answer(token).orElse("nothing").getBytes(US_ASCII);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void close() throws IOException {
        pebble.close();
        website.stop(0);
        world.close();
    }

    private Certificates certificates(String... domains) {
        return new Certificates(folder.resolve("certs"), List.of(domains), clock, new SecureRandom());
    }

    private AcmeKeeper keeper(Certificates certificates, AcmeConfig.Proof proof, Path hook, HttpTokens shown) {
        return new AcmeKeeper(
                new AcmeConfig(
                        pebble.directory("127.0.0.1"), "owner@example.org", true, proof, Optional.ofNullable(hook)),
                certificates,
                folder.resolve("acme/account.key"),
                new TrustAnchors(List.of(websites.certificate())).client(new SecureRandom()),
                shown,
                clock);
    }

    private static DomainCertificate of(Certificates certificates) {
        return certificates.of("example.test").orElseThrow();
    }

    private static void isPebbles(DomainCertificate certificate) {
        assertThat(certificate.ours()).isFalse();
        assertThat(certificate.chain().get(0).getIssuerX500Principal().getName())
                .contains("Pebble Intermediate CA");
        assertThat(certificate.chain()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void ordersByHttpAndRenews() throws Exception {
        Certificates certificates = certificates("example.test", "localhost");
        AcmeKeeper keeper = keeper(certificates, AcmeConfig.Proof.HTTP_01, null, tokens);
        keeper.round();

        DomainCertificate first = of(certificates);
        isPebbles(first);
        assertThat(certificates.of("localhost").orElseThrow().ours()).isTrue();
        assertThat(fetched).isNotEmpty();
        assertThat(tokens.answer(fetched.get(0)))
                .as("what was shown is hidden again")
                .isEmpty();
        for (Path key : List.of(folder.resolve("acme/account.key"), first.file().resolveSibling("privkey.pem"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");
        }

        String account = Files.readString(folder.resolve("acme/account.key"));
        keeper.round();
        assertThat(of(certificates).fingerprint()).as("nothing is due").isEqualTo(first.fingerprint());

        Instant from = first.chain().get(0).getNotBefore().toInstant();
        Duration life = Duration.between(from, first.expires());
        clock.pass(
                Duration.between(clock.instant(), from.plus(life.multipliedBy(2).dividedBy(3))));
        keeper.round();
        isPebbles(of(certificates));
        assertThat(of(certificates).fingerprint()).isNotEqualTo(first.fingerprint());
        assertThat(Files.readString(folder.resolve("acme/account.key")))
                .as("the account is the same")
                .isEqualTo(account);
    }

    @Test
    void ordersByTheDns() throws Exception {
        Path zone = folder.resolve("zone");
        Path script = Files.writeString(folder.resolve("hook"), """
                #!/bin/sh
                if [ "$1" = add ]; then echo "$2. 1 IN TXT \\"$3\\"" >%s; else rm %s; fi
                """.formatted(zone, zone));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        world.alsoFrom(zone);
        Certificates certificates = certificates("example.test");
        keeper(certificates, AcmeConfig.Proof.DNS_01, script, tokens).round();

        isPebbles(of(certificates));
        assertThat(world.asked()).anyMatch(line -> line.endsWith(" TXT _acme-challenge.example.test."));
        assertThat(zone).doesNotExist();
        assertThat(fetched).isEmpty();
    }

    @Test
    void keepsWhatThereIsIfTheAuthorityIsNotConvinced() throws Exception {
        Certificates certificates = certificates("example.test");
        keeper(certificates, AcmeConfig.Proof.HTTP_01, null, new HttpTokens()).round();

        assertThat(fetched).isNotEmpty();
        assertThat(of(certificates).ours()).isTrue();
        assertThat(folder.resolve("certs/example.test")).doesNotExist();
    }
}
