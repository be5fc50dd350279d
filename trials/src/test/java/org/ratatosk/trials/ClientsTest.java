package org.ratatosk.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smackx.ping.PingManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.jxmpp.jid.impl.JidCreate;

/** Clients of others log in to the running product over TLS that they verify, and talk. */
@Tag("clients")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsTest {
    private static final String ALICE = "alice@" + Product.HOME;
    private static final String BOB = "bob@" + Product.HOME;
    private static final String PASSWORD = "Yggdrasil-is-9-worlds";

    @TempDir
    Path folder;

    private Product product;
    private Trust trust;

    @BeforeAll
    void start() throws Exception {
        product = new Product();
        product.start();
        product.account(ALICE, PASSWORD);
        product.account(BOB, PASSWORD);
        trust = Trust.in(product.authority());
    }

    @AfterAll
    void end() throws IOException {
        product.close();
    }

    @Test
    void slixmppTalks() throws Exception {
        Path script = folder.resolve("talk.py");
        Files.copy(resource("clients/slixmpp_talk.py"), script, StandardCopyOption.REPLACE_EXISTING);
        try (Person bob = login(BOB)) {
            Outside slixmpp = Outside.start(
                    folder,
                    Map.of("PASSWORD", PASSWORD),
                    List.of(
                            "/usr/bin/python3",
                            script.toString(),
                            "127.0.0.1",
                            String.valueOf(product.starttlsPort()),
                            product.authority().toString(),
                            ALICE,
                            BOB,
                            "Hello from slixmpp ✓"));
            bob.awaitFrom(ALICE, "Hello from slixmpp ✓");
            bob.say(ALICE, "Hello back, slixmpp");
            assertThat(slixmpp.end()).contains("heard: Hello back, slixmpp");
        }
    }

    @Test
    void goSendxmppTalks() throws Exception {
        String server = "127.0.0.1:" + product.starttlsPort();
        Map<String, String> environment =
                Map.of("SSL_CERT_FILE", product.authority().toString());
        try (Person bob = login(BOB)) {
            Outside.start(
                            folder,
                            environment,
                            "Hello from go-sendxmpp",
                            List.of("go-sendxmpp", "-f", credentials(server).toString(), BOB))
                    .end();
            bob.awaitFrom(ALICE, "Hello from go-sendxmpp");
        }
    }

    @Test
    void goSendxmppTalksOverDirectTls() throws Exception {
        String server = "127.0.0.1:" + product.directTlsPort();
        Map<String, String> environment =
                Map.of("SSL_CERT_FILE", product.authority().toString());
        try (Person bob = login(BOB)) {
            Outside.start(
                            folder,
                            environment,
                            "Hello from go-sendxmpp, straight",
                            List.of(
                                    "go-sendxmpp",
                                    "-t",
                                    "-f",
                                    credentials(server).toString(),
                                    BOB))
                    .end();
            bob.awaitFrom(ALICE, "Hello from go-sendxmpp, straight");
        }
    }

    @Test
    void profanityTalks() throws Exception {
        try (Person bob = login(BOB);
                Terminal profanity = Terminal.start(folder, profanitySettings(), "profanity")) {
            profanity.await("Profanity");
            profanity.type("/connect " + ALICE + " server 127.0.0.1 port " + product.starttlsPort() + " tls force");
            profanity.await("Enter password");
            profanity.type(PASSWORD);
            profanity.await("logged in successfully");
            profanity.type("/msg " + BOB + " Hello from profanity");
            bob.awaitFrom(ALICE, "Hello from profanity");
            bob.say(ALICE, "Hello back, profanity");
            profanity.await("Hello back, profanity");
        }
    }

    /** Rosters, subscriptions, presence and pings, as Smack does them. */
    @Test
    void smackSubscribesAndSeesPresence() throws Exception {
        try (Person alice = login(ALICE);
                Person bob = login(BOB)) {
            Roster bobs = Roster.getInstanceFor(bob.connection());
            bobs.setSubscriptionMode(Roster.SubscriptionMode.accept_all);
            Roster alices = Roster.getInstanceFor(alice.connection());
            alices.createItemAndRequestSubscription(JidCreate.entityBareFrom(BOB), "Bob", new String[] {"friends"});
            Awaitility.await()
                    .until(() ->
                            alices.getPresence(JidCreate.entityBareFrom(BOB)).isAvailable());
            assertThat(alices.getEntry(JidCreate.entityBareFrom(BOB)).getName()).isEqualTo("Bob");
            assertThat(PingManager.getInstanceFor(alice.connection()).pingMyServer())
                    .isTrue();
        }
    }

    private Person login(String jid) throws Exception {
        return Person.login(product, trust, jid, PASSWORD, line -> {});
    }

    private Path credentials(String server) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "sendxmpp", "rc"),
                "username: %s%njserver: %s%npassword: %s%n".formatted(ALICE, server, PASSWORD));
    }

    private Map<String, String> profanitySettings() throws IOException, InterruptedException {
        Path config = folder.resolve("config");
        Path settings = Files.createDirectories(config.resolve("profanity"));
        Files.writeString(settings.resolve("profrc"), "[connection]\ntls.certpath=%s\n".formatted(trustedFolder()));
        return Map.of(
                "XDG_CONFIG_HOME",
                config.toString(),
                "XDG_DATA_HOME",
                folder.resolve("share").toString());
    }

    /** OpenSSL finds an authority in a folder by the hash of its name. */
    private Path trustedFolder() throws IOException, InterruptedException {
        Path trusted = Files.createDirectories(folder.resolve("trusted"));
        Files.copy(product.authority(), trusted.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        Outside.start(folder, Map.of(), List.of("openssl", "rehash", trusted.toString()))
                .end();
        return trusted;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ClientsTest.class.getClassLoader().getResourceAsStream(name), name);
    }
}
