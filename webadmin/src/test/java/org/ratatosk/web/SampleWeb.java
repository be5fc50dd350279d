package org.ratatosk.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.admin.Peers;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.stream.component.ComponentState;
import org.ratatosk.web.page.House;

/** Serves the pages with sample data, to look at them: {@code admin} and {@code alice} log in with {@code correct horse}. */
final class SampleWeb {
    private final InstantSource clock = InstantSource.offset(InstantSource.system(), Duration.ofDays(-3));
    private final MemoryBridge bridge;
    private final MemoryAdmin admin;
    private final MemoryPeers peers = new MemoryPeers();
    private long second;

    private SampleWeb(int port) {
        bridge = new MemoryBridge("http://localhost:" + port, clock);
        admin = new MemoryAdmin(InstantSource.system());
    }

    /** Serves on a port until it is stopped. */
    public static void main(String[] args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 5480;
        SampleWeb sample = new SampleWeb(port);
        sample.journal();
        sample.server();
        sample.outbox();
        sample.others();
        WebConfig config = new WebConfig(
                List.of(),
                List.of(),
                List.of(new ListenAddress("127.0.0.1", port)),
                List.of(),
                "",
                List.of(),
                ZoneId.of("UTC"),
                Duration.ofHours(2),
                Duration.ofHours(12),
                2000,
                1000);
        Instant now = Instant.now();
        House house = new House(
                "0.1.0",
                () -> List.of(
                        new House.CertificateEnd("example.org", now.plus(Duration.ofDays(71)), false),
                        new House.CertificateEnd("other.example", now.plus(Duration.ofDays(9)), true)),
                new MemoryLookout(),
                shown -> true,
                () -> components(now),
                domain -> {});
        new WebAdmin(
                        config,
                        TestTls.shared().server(),
                        sample.admin,
                        sample.bridge,
                        sample.peers,
                        house,
                        InstantSource.system(),
                        token -> Optional.empty())
                .start();
    }

    private void journal() {
        bridge.add("alice", "Alice of the Wood");
        bridge.add("bob", "Bob");
        bridge.add("admin", "");
        bridge.add("ygg", "Yggdrasil Gardening Club");
        bridge.publish(
                "bob", "", "Snow on the upper branches this morning. Nobody told the squirrels.", Security.PUBLIC);
        bridge.publish("ygg", "Minutes of the autumn meeting", """
                Present: nine of us, and the goat.

                1. The well has been cleaned. Thanks to everyone who carried buckets.
                2. The path to the third root is closed until the ice is gone.
                3. Next meeting: first Sunday of the month, see https://example.org/meetings?year=2026&month=3.

                > We should plant more ash.
                > Much more ash.

                That was agreed without a vote. The schedule, as a reminder:

                ```
                Mon  water
                Wed  weeds
                Sun  meeting
                ```
                """, Security.PUBLIC, "minutes", "garden");
        bridge.publish("alice", "Only for friends", "Come at nine, bring cups.", Security.FRIENDS);
        Post post = bridge.publish(
                "alice", "Where the acorns went", """
                I counted them twice in October: four hundred and twelve, in three hollows, with a map.

                Today there are seven. The map is still right; the hollows are where they should be. What I forgot is that a map is also an invitation, and that I drew it on the back of the newsletter.

                So here is what I know, in order of how sure I am: the magpies had nothing to do with it, Bob has been looking well fed, and next year the map stays in my head.
                """, Security.PUBLIC, "acorns", "winter", "confessions");
        bridge.posts.replaceAll(p -> p.number() != post.number()
                ? p
                : new Post(
                        p.number(),
                        p.author(),
                        p.title(),
                        p.text(),
                        p.security(),
                        p.tags(),
                        "rueful",
                        p.published(),
                        p.link()));
        long n = post.number();
        Comment first = bridge.addComment(
                n,
                OptionalLong.empty(),
                "bob",
                true,
                "I have been looking well fed because of soup. The soup was mushroom.");
        Comment second = bridge.addComment(
                n,
                OptionalLong.of(first.number()),
                "alice",
                true,
                "Mushroom soup does not leave shells on a windowsill.");
        bridge.addComment(n, OptionalLong.of(second.number()), "bob", true, "I can explain the windowsill.");
        bridge.addComment(
                n,
                OptionalLong.empty(),
                "carol@elsewhere.example",
                false,
                "We lost ours the same way. Now we number them: https://elsewhere.example/acorn-ledger");
        bridge.addComment(
                n,
                OptionalLong.empty(),
                "passer-by@far.example",
                false,
                "Have you looked under the ash?",
                Comment.State.HELD);
        identify("alice@jabber.example", "alice", Identity.Right.values());
        identify("alice.wood@work.example", "alice", Identity.Right.ALERTS);
        identify("bob@phone.example", "bob", Identity.Right.COMMENT);
        bridge.requestLink("alice", Jid.of("a.wood@university.example"));
        Jid home = Jid.of("alice@example.org");
        bridge.subscribe("alice", home, Target.OWN_POSTS, "");
        bridge.subscribe("alice", home, Target.OWN_COMMENTS, "");
        bridge.subscribe("alice", Jid.of("alice@jabber.example"), Target.MEMBER, "bob");
        bridge.subscribe("bob", Jid.of("bob@example.org"), Target.TAG, "garden");
        bridge.subscriptions.add(
                new Subscription(90, Jid.of("carol@elsewhere.example"), null, Target.EVERYTHING, "", clock.instant()));
        bridge.friends.put("alice", Set.of("bob"));
    }

    private void identify(String jid, String member, Identity.Right... rights) {
        bridge.identities.add(
                new Identity(Jid.of(jid), member, EnumSet.copyOf(List.of(rights)), clock.instant(), Proof.CERTIFICATE));
    }

    private void server() {
        admin.add("admin@example.org", "correct horse", Account.Role.ADMIN);
        for (String name : List.of("alice", "bob", "ygg", "dain", "dvalin", "duneyr", "durathror", "heidrun")) {
            admin.add(name + "@example.org", "correct horse", Account.Role.MEMBER);
        }
        admin.setEnabled(Jid.of("heidrun@example.org"), false)
                .toCompletableFuture()
                .join();
        session(
                "alice@example.org/Gajim.6FQ2",
                "",
                "203.0.113.7:51222",
                "TLSv1.3 TLS_AES_128_GCM_SHA256",
                "direct TLS");
        session(
                "alice@example.org/Conversations.xB3k",
                "away",
                "[2001:db8:41::9]:40110",
                "TLSv1.3 TLS_AES_256_GCM_SHA384",
                "STARTTLS");
        session(
                "bob@example.org/profanity",
                "dnd",
                "198.51.100.23:39000",
                "TLSv1.2 TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                "STARTTLS");
        Timer timer = new Timer("traffic", true);
        timer.scheduleAtFixedRate(
                new TimerTask() {
                    @Override
                    public void run() {
                        traffic();
                    }
                },
                0,
                1000);
    }

    private void traffic() {
        second++;
        synchronized (admin) {
            admin.stanzasIn += 30 + (second * 37L) % 61;
            admin.stanzasOut += 70 + (second * 53L) % 97;
        }
    }

    private void others() {
        Instant now = clock.instant();
        peers.peers.add(new Peers.Peer(
                "example.org",
                "elsewhere.example",
                Peers.Direction.BOTH,
                "198.51.100.77:5269",
                "TLSv1.3 TLS_AES_256_GCM_SHA384",
                "PKIX",
                List.of("elsewhere.example", "*.elsewhere.example"),
                now.plus(Duration.ofDays(48)),
                0,
                "",
                now.minus(Duration.ofMinutes(12))));
        peers.peers.add(new Peers.Peer(
                "example.org",
                "far.example",
                Peers.Direction.IN,
                "[2001:db8:7::1]:40233",
                "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "dialback",
                List.of("mail.far.example"),
                now.plus(Duration.ofDays(3)),
                0,
                "",
                now.minus(Duration.ofHours(3))));
        peers.peers.add(new Peers.Peer(
                "example.org",
                "jabber.example",
                Peers.Direction.OUT,
                "",
                "",
                "",
                List.of(),
                null,
                4,
                "jabber.example: nobody answers at 203.0.113.80 port 5269",
                null));
        peers.rules.put("spam.example", Peers.Rule.BLOCKED);
        peers.steps.add(new Peers.Step("policy", true, "it has to prove itself by a certificate"));
        peers.steps.add(new Peers.Step("dns", true, "xmpp.jabber.example:5269 by SRV (203.0.113.80)"));
        peers.steps.add(new Peers.Step("connect", false, "nobody answers at 203.0.113.80 port 5269"));
    }

    private static List<ComponentState> components(Instant now) {
        Connection.Info one = new Connection.Info("127.0.0.1:41822", "", "component", now.minus(Duration.ofHours(5)));
        Connection.Info two = new Connection.Info("127.0.0.1:41830", "", "component", now.minus(Duration.ofHours(2)));
        return List.of(
                new ComponentState("irc.example.org", 2, List.of(one, two), 12, 4711, 815, ""),
                new ComponentState(
                        "sms.example.org",
                        1,
                        List.of(),
                        0,
                        0,
                        0,
                        "127.0.0.1:41907 was told: You did not answer a ping for too long"));
    }

    private void session(String jid, String show, String address, String tls, String transport) {
        Connection.Info info = new Connection.Info(address, tls, transport, clock.instant());
        admin.sessions.add(new Admin.SessionView(Jid.of(jid), true, 5, show, info));
    }

    private void outbox() {
        for (int i = 0; i < 9; i++) {
            bridge.addAlert(Jid.of("bob@example.org"), "bob", 104, Alert.State.ACKNOWLEDGED, 1);
        }
        bridge.addAlert(Jid.of("bob@example.org"), "bob", 105, Alert.State.WAITING, 2);
        bridge.addAlert(Jid.of("alice@jabber.example"), "alice", 106, Alert.State.SENT, 1);
        bridge.addAlert(Jid.of("carol@elsewhere.example"), null, 104, Alert.State.DEAD, 6);
        Instant at = clock.instant();
        bridge.traces.put(
                "bob#104",
                new Trace(
                        List.of(
                                new Trace.Step(at, "alice published #104 (“Where the acorns went”)."),
                                new Trace.Step(at, "bob may see it: it is public."),
                                new Trace.Step(at, "bob@example.org is subscribed to posts of alice."),
                                new Trace.Step(at.plusSeconds(1), "An alert was written into the outbox."),
                                new Trace.Step(at.plusSeconds(1), "It was sent to bob@example.org (try 1)."),
                                new Trace.Step(at.plusSeconds(2), "bob@example.org/profanity acknowledged it.")),
                        Trace.Outcome.ACKNOWLEDGED,
                        "bob got it: a client at bob@example.org acknowledged the alert."));
    }
}
