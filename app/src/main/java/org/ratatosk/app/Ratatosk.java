package org.ratatosk.app;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.app.backup.Snapshot;
import org.ratatosk.app.check.Checks;
import org.ratatosk.app.check.Finding;
import org.ratatosk.app.check.Outlook;
import org.ratatosk.app.cms.Elsewhere;
import org.ratatosk.app.cms.MailServer;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.ControlServer;
import org.ratatosk.bridge.SiteBridge;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.engine.CmsPasswords;
import org.ratatosk.bridge.engine.EmbeddedEngine;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteSite;
import org.ratatosk.bridge.store.sql.SharedDatabase;
import org.ratatosk.server.NetworkServer;
import org.ratatosk.server.acme.AcmeConfig;
import org.ratatosk.server.acme.AcmeKeeper;
import org.ratatosk.server.acme.HttpTokens;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.FederationPeers;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.sql.Database;
import org.ratatosk.server.store.sql.Schema;
import org.ratatosk.server.store.sql.SqlStore;
import org.ratatosk.server.tls.TrustAnchors;
import org.ratatosk.web.WebAdmin;
import org.ratatosk.web.page.House;
import org.ratatosk.web.page.Lookout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole product, built by hand from the top of its constructor to the bottom: data folder, database, server, bridge; then, unless
 * the doors stay closed, ports, pages and the control socket. It is taken down in the opposite order. Thread-safe.
 */
final class Ratatosk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ratatosk.class);

    /** What listens where nobody sees it otherwise; the pages and the console are told by their own addresses. */
    private static final Map<String, String> LABELS = Map.of(
            "listen.starttls", "Jabber, STARTTLS",
            "listen.direct-tls", "Jabber, direct TLS",
            "s2s.starttls", "Servers, STARTTLS",
            "s2s.direct-tls", "Servers, direct TLS",
            "components.listen", "Components",
            "web.http", "Pages without TLS",
            "web.metrics", "Metrics");

    /** How long a login waits for the CMS. */
    private static final Duration PASSWORD_PATIENCE = Duration.ofSeconds(10);

    /** The tables of this program. */
    static final List<Schema> SCHEMAS = List.of(Schema.SERVER, SharedDatabase.SCHEMA);

    private final AppConfig config;
    private final NetworkServer server;
    private final Operations operations;
    private @Nullable WebAdmin web;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private Ratatosk(AppConfig config, Path settings, boolean open) throws Trouble {
        this.config = config;
        InstantSource clock = InstantSource.system();
        try {
            DataFolder folder = keep(DataFolder.lock(config.server().data()));
            if (open) {
                checkPorts(config);
            }
            Database database = keep(Database.file(folder.path().resolve("ratatosk"), SCHEMAS));
            SqlStore store = keep(new SqlStore(database));
            server = keep(new NetworkServer(config.server(), store));
            Admin admin = server.server().admin();
            Optional<RemoteSite> elsewhere = config.cms().map(one -> Elsewhere.site(config, one, clock));
            SiteBridge bridge = keep(SiteBridge.start(
                    config.bridge(),
                    config.alerts(),
                    new EmbeddedEngine(admin),
                    new SharedDatabase(database),
                    clock,
                    new SecureRandom(),
                    elsewhere.orElse(null),
                    config.mail().map(mail -> MailServer.mailer(config, mail)).orElse(null)));
            if (elsewhere.isPresent()) {
                askFor(elsewhere.get().cms(), admin, bridge);
            }
            Peers peers = new FederationPeers(config.server().federation().enabled(), server.federation());
            operations = new Operations(
                    admin, bridge, peers, config.bridge().siteDomains(), new Snapshot(database, folder.path()));
            if (open) {
                HttpTokens tokens = new HttpTokens();
                web = keep(new WebAdmin(
                        config.web(),
                        server.certificates().context(),
                        admin,
                        bridge,
                        peers,
                        house(new Outlook(config, settings, clock)),
                        clock,
                        tokens::answer));
                web.start();
                server.start();
                config.acme()
                        .ifPresent(
                                acme -> keep(certificates(acme, tokens, clock)).start());
                keep(control());
            }
        } catch (Trouble e) {
            close();
            throw e;
        } catch (RuntimeException e) {
            close();
            throw new Trouble(words(e));
        }
    }

    /** Starts everything. */
    static Ratatosk open(AppConfig config) throws Trouble {
        return open(config, Path.of("ratatosk.conf"));
    }

    /**
     * Starts everything.
     *
     * @param settings the file that the configuration was read from
     */
    static Ratatosk open(AppConfig config, Path settings) throws Trouble {
        return new Ratatosk(config, settings, true);
    }

    /** Everything but what others could connect to, for commands while no server runs. */
    static Ratatosk behindClosedDoors(AppConfig config) throws Trouble {
        return new Ratatosk(config, Path.of(""), false);
    }

    /** Has the CMS asked for the members' passwords, where the settings say so. */
    private void askFor(RemoteCms cms, Admin admin, SiteBridge bridge) throws Trouble {
        if (config.cms().orElseThrow().accounts() == CmsConfig.Accounts.OWN) {
            return;
        }
        if (!cms.powers().contains(RemoteCms.Power.PASSWORD)) {
            throw new Trouble("site.accounts = cms does not go with site.adapter = " + cms.name()
                    + ", which cannot ask for passwords.");
        }
        String hint =
                "The name or the password is wrong. The password of the website itself works only in clients that use PLAIN;"
                        + " make an app password for this one at "
                        + config.bridge().siteUrl() + "/me/devices";
        server.credentials()
                .ask(keep(new CmsPasswords(
                        cms,
                        admin,
                        bridge.siteDomain(),
                        (home, person) -> welcome(bridge, home, person),
                        hint,
                        PASSWORD_PATIENCE)));
    }

    private static void welcome(SiteBridge bridge, Jid home, RemoteCms.Person person) {
        bridge.memberAdded(home);
        bridge.members().say(person.name(), person.profile());
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** All ports are looked at before any is taken, so that the owner hears of all that cannot be had at once. */
    private static void checkPorts(AppConfig config) throws Trouble {
        List<Finding> bad = Checks.portsThatCannotBeHad(config);
        if (!bad.isEmpty()) {
            throw new Trouble("The server was not started, for it could not listen:\n"
                    + bad.stream().map(Finding::line).collect(Collectors.joining("\n")));
        }
    }

    private House house(Lookout lookout) {
        return new House(
                Version.text(),
                () -> server.certificates().all().stream()
                        .map(one -> new House.CertificateEnd(one.domain(), one.expires(), one.ours()))
                        .toList(),
                lookout,
                shown -> server.certificates().all().stream()
                        .anyMatch(one -> one.ours() && one.chain().get(0).equals(shown)),
                () -> server.components().all(),
                domain -> server.components().close(domain));
    }

    private AcmeKeeper certificates(AcmeConfig acme, HttpTokens tokens, InstantSource clock) {
        return new AcmeKeeper(
                acme,
                server.certificates(),
                config.server().data().resolve("acme-account.key"),
                TrustAnchors.system().client(new SecureRandom()),
                tokens,
                clock);
    }

    private ControlServer control() throws Trouble {
        try {
            return new ControlServer(DataFolder.socket(config.server().data()), operations::run);
        } catch (IOException e) {
            throw new Trouble("The control socket in " + config.server().data() + " cannot be made: " + Trouble.words(e)
                    + "\nIts path may have about 100 characters; a data folder with a shorter one helps.");
        }
    }

    /** What a part said of its own start. */
    private static String words(RuntimeException e) {
        LOG.debug("The start failed", e);
        return String.valueOf(e.getMessage());
    }

    /** What the owner can have done. */
    Operations operations() {
        return operations;
    }

    /**
     * Lines for the owner: addresses, the certificates' fingerprints, how the first admin is made.
     *
     * @param link whether the one-time link that makes the first admin is among them
     */
    List<String> describe(boolean link) throws Trouble {
        List<String> lines = new ArrayList<>();
        lines.add("Ratatosk " + Version.text() + " for "
                + String.join(", ", config.server().domains()));
        config.ports().forEach(port -> {
            String label = LABELS.get(port.setting());
            if (label != null) {
                lines.add(line(label, port.listen().toString()));
            }
        });
        lines.add(line("Bot", config.bridge().bot().toString()));
        lines.add(line("Pages", config.bridge().siteUrl() + "/"));
        if (web != null) {
            web.consoleUrl().ifPresent(url -> lines.add(line("Console", url)));
        }
        server.certificates()
                .all()
                .forEach(one -> lines.add(line("Certificate", one.domain() + ", SHA-256 " + one.fingerprint())));
        server.certificates()
                .authority()
                .ifPresent(file -> lines.add(line("Clients trust", file + ", the authority that signed it")));
        if (operations.lacksAdmin() && !link) {
            lines.add("There is no admin yet. \"" + Main.command() + " admin-link\" prints a link that makes one.");
        } else if (operations.lacksAdmin()) {
            lines.add("There is no admin yet. This page makes one, once, within 30 minutes:");
            lines.add("  " + operations.adminUrl());
        }
        return lines;
    }

    private static String line(String label, String value) {
        return "  %-19s %s".formatted(label, value);
    }

    /** Takes everything down: clients get {@code system-shutdown}, and what is under way is written. */
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not end cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
