package org.ratatosk.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.check.Outlook;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.SiteBridge;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.engine.EmbeddedEngine;
import org.ratatosk.bridge.engine.Engine;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.server.NetworkServer;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.FederationPeers;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.sql.Database;
import org.ratatosk.server.store.sql.Schema;
import org.ratatosk.server.store.sql.SqlStore;
import org.ratatosk.server.xml.Element;
import org.ratatosk.web.WebAdmin;
import org.ratatosk.web.page.House;

/** An alert that nobody takes for a quarter of an hour, by a clock that is turned, as the console shows it in Chromium. */
@Tag("browser")
class DeadLetterTest {
    private static final String PASSWORD = "Yggdrasil-is-9-worlds";
    private static final Jid ALICE = Jid.of("alice@localhost");
    private static final Jid ODIN = Jid.of("odin@localhost");
    private static final Jid BOB = Jid.of("bob@localhost");
    private static final String STANZAS = "jabber:client";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-14T15:09:26Z"));
    private final AtomicReference<Component> bot = new AtomicReference<>();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private Admin admin;
    private SiteBridge bridge;
    private WebAdmin web;
    private int messages;

    /** The embedded engine, which finds no room for what is sent to bob. */
    private final class NoRoomForBob implements Engine {
        private final Engine engine = new EmbeddedEngine(admin);

        @Override
        public Sender attach(Jid address, Component component) {
            bot.set(component);
            Sender sender = engine.attach(address, component);
            return new Sender() {
                @Override
                public CompletionStage<Fate> send(Stanza stanza) {
                    return stanza instanceof Message
                                    && stanza.to().map(Jid::bare).equals(Optional.of(BOB))
                            ? CompletableFuture.failedStage(
                                    new StanzaException(StanzaError.Condition.RESOURCE_CONSTRAINT, "no room"))
                            : sender.send(stanza);
                }

                @Override
                public void close() {
                    sender.close();
                }
            };
        }

        @Override
        public Optional<Accounts> accounts() {
            return engine.accounts();
        }

        @Override
        public Optional<Rosters> rosters() {
            return engine.rosters();
        }
    }

    @BeforeEach
    void house() throws Exception {
        Path file = folder.resolve("ratatosk.conf");
        Files.writeString(file, "web { https = [], console = [\"127.0.0.1:" + freePort() + "\"] }\n");
        AppConfig config = AppConfig.read(file, folder, folder.resolve("data"));
        InstantSource clock = now::get;
        Files.createDirectories(folder.resolve("data"));
        Database database =
                keep(Database.file(folder.resolve("data/ratatosk"), List.of(Schema.SERVER, SharedDatabase.SCHEMA)));
        NetworkServer server = keep(new NetworkServer(config.server(), keep(new SqlStore(database))));
        admin = server.server().admin();
        for (Jid jid : List.of(ALICE, BOB, ODIN)) {
            Account.Role role = jid.equals(ODIN) ? Account.Role.ADMIN : Account.Role.MEMBER;
            admin.createAccount(jid, role).toCompletableFuture().join();
            admin.setPassword(jid, PASSWORD, false).toCompletableFuture().join();
        }
        bridge = keep(SiteBridge.start(
                config.bridge(),
                config.alerts(),
                new NoRoomForBob(),
                new SharedDatabase(database),
                clock,
                new SecureRandom()));
        House house =
                new House("test", List::of, new Outlook(config, file, clock), shown -> true, List::of, domain -> {});
        web = keep(new WebAdmin(
                config.web(),
                server.certificates().context(),
                admin,
                bridge,
                new FederationPeers(false, server.federation()),
                house,
                clock,
                token -> Optional.empty()));
        web.start();
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void end() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    private void alice(String body) {
        messages++;
        Message message = Message.of(Message.builder(Message.Type.CHAT)
                .attr("from", ALICE.withResource("desk").toString())
                .attr("to", bridge.bot().toString())
                .attr("id", "m" + messages)
                .child(Element.builder(STANZAS, "body").text(body).build()));
        Objects.requireNonNull(bot.get(), "attached").receive(message, Proof.HOSTED, () -> {});
    }

    @Test
    void theConsoleKeepsADeadLetterAndTellsWhy() {
        bridge.subscribe("bob", BOB, Target.MEMBER, "alice");
        alice("post [Acorns] Found seven.");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> "WAITING".equals(outcome()));
        // news for somebody else wakes the outbox, which looks at the turned clock then
        bridge.subscribe("odin", ODIN, Target.POST, "1");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            now.updateAndGet(at -> at.plus(Duration.ofMinutes(10)));
            alice("reply #1 is there news?");
            return "DEAD".equals(outcome());
        });
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(Path.of("/usr/bin/chromium"))
                                .setArgs(
                                        List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")))) {
            Page page = browser.newPage();
            page.navigate("http://127.0.0.1:" + web.consolePort().orElseThrow() + "/console/trace?who=bob&number=1");
            page.fill("#name", "odin");
            page.fill("#password", PASSWORD);
            page.click("main button");
            assertThat(page.textContent("#outcome")).isEqualTo("dead");
            assertThat(page.textContent("#sentence"))
                    .contains("It was given up after 6 tries to bob@localhost", "no room");
            page.click("a:has-text(\"Outbox\")");
            page.click("a:has-text(\"dead\")");
            assertThat(page.textContent("table.list")).contains("bob@localhost", "#1", "6 tries", "no room");
        }
    }

    private String outcome() {
        return bridge.trace("bob", 1, Instant::toString).outcome().name();
    }
}
