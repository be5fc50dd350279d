package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TestAuthority.Issued;
import org.ratatosk.server.testing.TestAuthority.Wish;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.tls.Fingerprints;
import org.ratatosk.server.tls.PeerJudge;
import org.ratatosk.server.tls.TestCertificates;
import org.ratatosk.server.tls.TrustAnchors;

/** Certificates right and wrong, shown to a listener that judges them as it does in the world (security test 23), with raw sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerCertificatesTest {
    private static final String PEER = "peer.test";

    private final TurnableClock clock = new TurnableClock();
    private final TestAuthority root = TestAuthority.root("Root", clock.instant());

    private Path folder;
    private World world;
    private TestServer here;

    @BeforeAll
    void start(@TempDir Path folder) {
        this.folder = folder;
        world = new World(new PeerJudge(
                TrustAnchors.of(new FederationConfig.Proofs(root.write(folder.resolve("root.crt")), true, true)),
                domain -> CompletableFuture.completedStage(Delegation.NONE),
                Fingerprints.none(),
                Runnable::run,
                clock));
        here = world.serve("here.test");
    }

    @AfterAll
    void stop() {
        world.close();
    }

    /** A certificate, and what is to be seen by it. */
    private record Shown(String what, Issued issued) {
        @Override
        public String toString() {
            return what;
        }
    }

    private Shown shown(String what, Wish wish) {
        return new Shown(what, root.issue(wish));
    }

    private Wish wish() {
        return root.wish("whoever");
    }

    Stream<Shown> right() {
        return Stream.of(
                shown("for servers only", wish().dns(PEER)),
                shown(
                        "for servers and clients",
                        wish().dns(PEER).purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)),
                shown("without a purpose", wish().dns(PEER).purposes()),
                shown("for the service", wish().srv("_xmpp-server." + PEER)),
                shown("for the address", wish().xmpp(PEER)));
    }

    Stream<Shown> wrong() {
        String[] many =
                IntStream.range(0, 1000).mapToObj(i -> "h" + i + ".test").toArray(String[]::new);
        return Stream.of(
                shown("another domain", wish().dns("victim.test")),
                shown("a domain below", wish().dns("sub." + PEER)),
                shown("all domains below", wish().dns("*." + PEER)),
                shown("a star and a dot", wish().dns("*.")),
                shown("a common name", root.wish(PEER)),
                shown("a common name inside a unit", root.wish("OU=\"CN=" + PEER + ",\", CN=whoever")),
                shown("somebody at the domain", wish().xmpp("admin@" + PEER)),
                shown("another service", wish().srv("_xmpp-client." + PEER)),
                shown("an end in the past", wish().dns(PEER).until(Duration.ofSeconds(-1))),
                shown("a beginning in the future", wish().dns(PEER).from(Duration.ofHours(1))),
                shown("for clients only", wish().dns(PEER).purposes(KeyPurposeId.id_kp_clientAuth)),
                shown("more names than are read", wish().dns(many).dns(PEER)),
                new Shown(
                        "an unknown authority of the same name",
                        TestAuthority.root("Root", clock.instant()).issue(PEER)));
    }

    private static String header() {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='" + PEER
                + "' to='here.test' version='1.0'>";
    }

    /** TLS with the certificate, up to the features. */
    private String secure(RawClient client, Issued issued) {
        return secure(client, issued, keys -> client.tlsAsServer("here.test", keys));
    }

    private String secure(RawClient client, Issued issued, Consumer<KeyManager[]> tls) {
        issued.write(folder.resolve("shown.crt"), folder.resolve("shown.key"));
        KeyManager[] keys = TestCertificates.keys(folder, "shown");
        client.send(header());
        client.until("</stream:features>");
        client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        tls.accept(keys);
        client.send(header());
        return client.until("</stream:features>");
    }

    private RawClient connect() {
        return RawClient.connect(here, here.server().serverStarttls().get(0));
    }

    private static String auth() {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>=</auth>";
    }

    @ParameterizedTest
    @MethodSource("right")
    void takes(Shown shown) {
        try (RawClient client = connect()) {
            assertThat(secure(client, shown.issued())).contains("<mechanism>EXTERNAL</mechanism>");
            client.send(auth());
            client.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        }
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refuses(Shown shown) {
        try (RawClient client = connect()) {
            assertThat(secure(client, shown.issued())).doesNotContain("EXTERNAL");
            client.send(auth());
            assertThat(client.until("</failure>")).contains("<not-authorized/>");
            client.send("<db:result from='" + PEER + "' to='here.test'>key</db:result>");
            assertThat(client.until("</db:result>")).contains("type='error'", "<not-authorized ");
            client.send("<message from='eve@" + PEER + "' to='bob@here.test'><body>x</body></message>");
            assertThat(client.untilEnd())
                    .contains("<stream:error><not-authorized ")
                    .endsWith("</stream:stream>");
        }
    }

    /** As servers do that are older than RFC 6066; the stream says whom they want. */
    @Test
    void takesWhoSaysNoNameInTheHandshake() {
        try (RawClient client = connect()) {
            assertThat(secure(client, root.issue(PEER), keys -> client.tlsWithoutName("here.test", keys)))
                    .contains("<mechanism>EXTERNAL</mechanism>");
            client.send(auth());
            client.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        }
    }

    /** Two megabytes of names are not even read by the handshake; others are served on. */
    @Test
    void aHundredThousandNamesEndTheHandshake() {
        String[] many = IntStream.range(0, 100_000)
                .mapToObj(i -> "host" + i + ".example.test")
                .toArray(String[]::new);
        Issued huge = root.issue(wish().dns(many).dns(PEER));
        String got;
        try (RawClient client = connect()) {
            got = secure(client, huge);
        } catch (UncheckedIOException | AssertionError e) {
            got = "the end";
        }
        assertThat(got).isEqualTo("the end");
        takes(shown("for servers only", wish().dns(PEER)));
    }
}
