package org.ratatosk.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.config.BridgeConfig.StrangerComments;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.server.acme.AcmeConfig;
import org.ratatosk.server.config.Contacts;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.config.TlsConfig;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.WebConfig;

/**
 * All settings, as server, bridge and web are given them. Immutable.
 *
 * @param server the server's
 * @param bridge the bridge's: which domains belong to the site, and its bot
 * @param alerts how many there may be
 * @param web the web pages'
 * @param acme whom to ask for certificates; empty for nobody
 * @param cms where the site's CMS is; empty for the own journal
 * @param mail the server that takes mails; empty for no mail
 */
public record AppConfig(
        ServerConfig server,
        BridgeConfig bridge,
        AlertSettings alerts,
        WebConfig web,
        Optional<AcmeConfig> acme,
        Optional<CmsConfig> cms,
        Optional<MailConfig> mail) {
    /** Written, a stanza can be four times as large, and a column of the database holds four times this. */
    private static final int MAX_STANZA = 256 << 10;

    /**
     * A place to listen at. Immutable.
     *
     * @param setting which names it
     */
    public record Port(String setting, ListenAddress listen) {}

    /** The same with a CMS elsewhere. */
    public AppConfig withCms(CmsConfig elsewhere) {
        return new AppConfig(server, bridge, alerts, web, acme, Optional.of(elsewhere), mail);
    }

    /** All places where the server listens, in the order of the configuration file. */
    public List<Port> ports() {
        FederationConfig federation = server.federation();
        return Stream.of(
                        ports("listen.starttls", server.starttls()),
                        ports("listen.direct-tls", server.directTls()),
                        ports("s2s.starttls", federation.enabled() ? federation.starttls() : List.of()),
                        ports("s2s.direct-tls", federation.enabled() ? federation.directTls() : List.of()),
                        ports("components.listen", server.components().addresses()),
                        ports("web.https", web.https()),
                        ports("web.http", web.http()),
                        ports("web.console", web.console()),
                        ports("web.metrics", web.metrics()))
                .flatMap(stream -> stream)
                .toList();
    }

    private static Stream<Port> ports(String setting, List<ListenAddress> addresses) {
        return addresses.stream().map(listen -> new Port(setting, listen));
    }

    /**
     * Reads a file.
     *
     * @param file in HOCON
     * @param home the folder that a relative data folder starts from
     * @param data the data folder to use in place of the file's, or {@code null}
     * @throws ConfigProblems with everything that is wrong
     */
    public static AppConfig read(Path file, Path home, @Nullable Path data) throws ConfigProblems {
        StrictReader reader = StrictReader.of(file);
        AppConfig config = read(reader, home, data);
        reader.finish();
        return config;
    }

    static AppConfig read(StrictReader reader, Path home, @Nullable Path data) {
        List<String> domains = reader.setting("domains", List.of("localhost"), Kinds.list(1, Kinds.domain()));
        Path written = home.resolve(reader.setting("data", Path.of("data"), Kinds.path()));
        Path folder = data == null ? written : data;
        WebConfig web = web(reader);
        BridgeConfig bridge = bridge(reader, home, domains, web);
        List<String> pages = Stream.of(URI.create(bridge.siteUrl()).getHost(), web.consoleHost())
                .filter(host -> host != null && !host.isEmpty())
                .toList();
        Kind<List<ListenAddress>> addresses = Kinds.list(0, Kinds.listen());
        ServerConfig server = new ServerConfig(
                domains,
                folder,
                new TlsConfig(
                        folder.resolve(reader.setting("tls.certs", Path.of("certs"), Kinds.path())),
                        pages,
                        reader.setting("tls.channel-binding", false, Kinds.flag()),
                        reader.setting("tls.engine", TlsConfig.Engine.JAVA, Kinds.choice(TlsConfig.Engine.class))),
                reader.setting("listen.starttls", List.of(new ListenAddress("*", 5222)), addresses),
                reader.setting("listen.direct-tls", List.of(new ListenAddress("*", 5223)), addresses),
                limits(reader),
                contacts(reader),
                reader.setting("registration", false, Kinds.flag()),
                FederationSettings.read(reader, home),
                ComponentSettings.read(reader, domains));
        return new AppConfig(
                server,
                bridge,
                alerts(reader),
                web,
                AcmeSettings.read(reader, home, !web.http().isEmpty()),
                CmsSettings.read(reader),
                MailSettings.read(reader));
    }

    private static BridgeConfig bridge(StrictReader reader, Path home, List<String> hosted, WebConfig web) {
        List<String> named = reader.setting("site.domains", List.of(), Kinds.list(0, Kinds.domain()));
        List<String> domains = named.isEmpty() ? List.of(hosted.get(0)) : named;
        domains.stream()
                .filter(domain -> !hosted.contains(domain))
                .forEach(domain ->
                        reader.problem("site.domains", "names %s, which is not in \"domains\"".formatted(domain)));
        String url = reader.setting("site.url", "", Kinds.uri(true, "https", "http"));
        String avatar = reader.setting("site.bot-avatar", "", Kinds.text());
        return new BridgeConfig(
                Jid.of(reader.setting("site.bot", "ratatosk", Kinds.localPart()), domains.get(0), null),
                reader.setting("site.bot-name", "Ratatosk", Kinds.text()),
                reader.setting("site.bot-status", "Write \"help\" to me.", Kinds.text()),
                reader.setting("site.bot-group", "", Kinds.text()),
                avatar.isEmpty() ? null : home.resolve(avatar),
                reader.setting("site.name", "Ratatosk", Kinds.text()),
                url.isEmpty() ? pagesOf(domains.get(0), web) : url,
                domains,
                reader.setting(
                        "site.stranger-comments", StrangerComments.MODERATED, Kinds.choice(StrangerComments.class)),
                bridgeLimits(reader));
    }

    /** Where the pages of a site are when nobody says it: on its main domain, at the port that they are served at. */
    private static String pagesOf(String domain, WebConfig web) {
        int port = web.https().stream().findFirst().map(ListenAddress::port).orElse(443);
        return "https://" + domain + (port == 443 ? "" : ":" + port);
    }

    private static org.ratatosk.bridge.config.Limits bridgeLimits(StrictReader reader) {
        org.ratatosk.bridge.config.Limits standard = org.ratatosk.bridge.config.Limits.DEFAULTS;
        Kind<Integer> line = Kinds.number(1, org.ratatosk.bridge.config.Limits.MAX_TITLE);
        Kind<Integer> text = Kinds.number(1, org.ratatosk.bridge.config.Limits.MAX_TEXT);
        Kind<Integer> mood = Kinds.number(1, org.ratatosk.bridge.config.Limits.MAX_MOOD);
        int most = org.ratatosk.bridge.config.Limits.MAX_ALL_TAGS;
        int tags = reader.setting(
                "site.limits.tags", standard.tags(), Kinds.number(0, org.ratatosk.bridge.config.Limits.MAX_TAGS));
        int tag = reader.setting("site.limits.tag", standard.tag(), line);
        if (tags * tag > most) {
            reader.problem("site.limits.tags", "times site.limits.tag must be at most %d together".formatted(most));
        }
        return new org.ratatosk.bridge.config.Limits(
                reader.setting("site.limits.title", standard.title(), line),
                reader.setting("site.limits.post", standard.post(), text),
                reader.setting("site.limits.comment", standard.comment(), text),
                tags,
                tag,
                reader.setting("site.limits.mood", standard.mood(), mood),
                reader.setting("site.limits.hints-per-hour", standard.hintsPerHour(), Kinds.number(0, 1000)),
                reader.setting("site.limits.waiting-per-sender", standard.waitingPerSender(), Kinds.number(1, 10_000)),
                reader.setting("site.limits.bot-threads", standard.botThreads(), Kinds.number(1, 256)));
    }

    private static WebConfig web(StrictReader reader) {
        WebConfig standard = WebConfig.defaults();
        Kind<List<ListenAddress>> doors = Kinds.list(0, Kinds.listen());
        Kind<Duration> time = Kinds.duration(Duration.ofMinutes(1), Duration.ofDays(365));
        List<ListenAddress> https = reader.setting("web.https", standard.https(), doors);
        List<ListenAddress> http = reader.setting("web.http", standard.http(), doors);
        List<ListenAddress> console = reader.setting("web.console", standard.console(), doors);
        List<ListenAddress> metrics = reader.setting("web.metrics", standard.metrics(), doors);
        String host = reader.setting("web.console-host", standard.consoleHost(), Kinds.text());
        List<String> proxies =
                reader.setting("web.trusted-proxies", standard.trustedProxies(), Kinds.list(0, Kinds.text()));
        ZoneId zone = reader.setting("web.time-zone", standard.zone(), Kinds.zone());
        Duration idle = reader.setting("web.login-idle", standard.idle(), time);
        Duration absolute = reader.setting("web.login-longest", standard.absolute(), time);
        Kind<Integer> count = Kinds.number(1, 1_000_000);
        int connections = reader.setting("web.connections", standard.connections(), count);
        int perAddress = reader.setting("web.connections-per-address", standard.connectionsPerAddress(), count);
        try {
            return new WebConfig(
                    https, http, console, metrics, host, proxies, zone, idle, absolute, connections, perAddress);
        } catch (IllegalArgumentException e) {
            reader.problem("web", "does not fit together: " + e.getMessage());
            return standard;
        }
    }

    private static AlertSettings alerts(StrictReader reader) {
        AlertSettings standard = AlertSettings.DEFAULTS;
        Kind<Integer> count = Kinds.number(0, 1_000_000);
        return new AlertSettings(
                reader.setting("site.limits.subscriptions-per-member", standard.subscriptionsPerMember(), count),
                reader.setting("site.limits.subscriptions-per-stranger", standard.subscriptionsPerStranger(), count),
                reader.setting("site.limits.alerts-per-hour", standard.alertsPerHour(), count),
                reader.setting("site.limits.bounces", standard.bounces(), Kinds.number(1, 1_000_000)),
                reader.setting(
                        "site.alerts-kept",
                        standard.kept(),
                        Kinds.duration(Duration.ofDays(1), Duration.ofDays(36_500))));
    }

    private static Contacts contacts(StrictReader reader) {
        Kind<List<String>> addresses = Kinds.list(0, Kinds.uri(false, "mailto", "xmpp", "https"));
        return new Contacts(
                reader.setting("contacts.admin", List.of(), addresses),
                reader.setting("contacts.abuse", List.of(), addresses),
                reader.setting("contacts.feedback", List.of(), addresses),
                reader.setting("contacts.sales", List.of(), addresses),
                reader.setting("contacts.security", List.of(), addresses),
                reader.setting("contacts.support", List.of(), addresses));
    }

    private static Limits limits(StrictReader reader) {
        Limits standard = Limits.defaults();
        Kind<Duration> seconds = Kinds.duration(Duration.ofSeconds(1), Duration.ofHours(1));
        Kind<Integer> count = Kinds.number(1, 1_000_000);
        return new Limits(
                xml(reader, "limits.before-login", standard.beforeLogin(), Kinds.bytes(1000, 1 << 24)),
                xml(reader, "limits.after-login", standard.afterLogin(), Kinds.bytes(10_000, MAX_STANZA)),
                reader.setting("limits.login-time", standard.loginTime(), seconds),
                connections(reader, standard.connections()),
                reader.setting("limits.stanzas-in-flight", standard.stanzasInFlight(), Kinds.number(1, 10_000)),
                reader.setting("limits.bytes-in-flight", standard.bytesInFlight(), Kinds.bytes(16_384, 1 << 26)),
                reader.setting("limits.slow-reader-time", standard.slowReaderTime(), seconds),
                reader.setting(
                        "limits.resume-time", standard.resumeTime(), Kinds.duration(Duration.ZERO, Duration.ofDays(1))),
                reader.setting("limits.sessions-per-account", standard.sessionsPerAccount(), Kinds.number(1, 1000)),
                reader.setting("limits.roster-items", standard.rosterItems(), count),
                reader.setting("limits.blocked-addresses", standard.blockedAddresses(), count),
                reader.setting("limits.undelivered-messages", standard.undeliveredMessages(), count),
                reader.setting("limits.undelivered-bytes", standard.undeliveredBytes(), Kinds.bytes(1 << 20, 1 << 30)),
                reader.setting("limits.pending-requests", standard.pendingRequests(), count),
                reader.setting("limits.registrations-per-hour", standard.registrationsPerHour(), count),
                reader.setting("limits.archive-page", standard.archivePage(), Kinds.number(10, 10_000)));
    }

    private static Limits.Connections connections(StrictReader reader, Limits.Connections standard) {
        Kind<Integer> count = Kinds.number(1, 1_000_000);
        return new Limits.Connections(
                reader.setting("limits.connections-per-address", standard.perAddress(), count),
                reader.setting("limits.connections-before-login", standard.beforeLogin(), count),
                reader.setting("limits.new-connections-per-second", standard.perSecond(), count));
    }

    private static Limits.Xml xml(StrictReader reader, String group, Limits.Xml standard, Kind<Integer> stanza) {
        return new Limits.Xml(
                reader.setting(group + ".start-tag-bytes", standard.startTagBytes(), Kinds.bytes(512, 1 << 20)),
                reader.setting(group + ".stanza-bytes", standard.stanzaBytes(), stanza),
                reader.setting(group + ".depth", standard.depth(), Kinds.number(4, 1000)),
                reader.setting(group + ".children", standard.children(), Kinds.number(16, 100_000)));
    }
}
