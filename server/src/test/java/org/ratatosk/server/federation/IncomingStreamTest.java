package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.testing.FakePeer;
import org.ratatosk.server.testing.RawClient;
import org.ratatosk.server.testing.StanzaClient;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.tls.TestCertificates;
import org.ratatosk.server.xml.Element;

/** What another server may say before and after it has proved who it is (RFC 6120, XEP-0178, XEP-0220), with raw sockets. */
@Tag("also-federation")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncomingStreamTest {
    private final World world = new World();
    private final TestServer here = world.serve("here.test", "second.test");
    private final TestServer peer = world.serve("peer.test");

    @AfterAll
    void stop() {
        world.close();
    }

    private static String header(String from, String to) {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='" + from + "' to='" + to
                + "' version='1.0'>";
    }

    private KeyManager[] keys() {
        return TestCertificates.keys(peer.authority().getParent(), "peer.test");
    }

    private static RawClient plain(TestServer server) {
        return RawClient.connect(server, server.server().serverStarttls().get(0));
    }

    /** A stream with TLS, up to the features; returned as they came. */
    private static String secure(RawClient client, String from, KeyManager @Nullable [] keys) {
        return secure(client, "here.test", from, keys);
    }

    private static String secure(RawClient client, String to, String from, KeyManager @Nullable [] keys) {
        client.send(header(from, to));
        client.until("</stream:features>");
        client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.tlsAsServer(to, keys);
        client.send(header(from, to));
        return client.until("</stream:features>");
    }

    private static String auth(String text) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='EXTERNAL'>" + text + "</auth>";
    }

    private RawClient proved() {
        RawClient client = plain(here);
        secure(client, "peer.test", keys());
        client.send(auth("="));
        client.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        client.send(header("peer.test", "here.test"));
        client.until("</stream:features>");
        return client;
    }

    private static void assertEndsWith(RawClient client, String condition) {
        assertThat(client.untilEnd())
                .contains("<stream:error><" + condition + " ")
                .endsWith("</stream:stream>");
    }

    @Test
    void wantsTlsFirst() {
        try (RawClient client = plain(here)) {
            client.send(header("peer.test", "here.test"));
            assertThat(client.until("</stream:features>"))
                    .contains("<required/>")
                    .doesNotContain("mechanism", "dialback'>");
            client.send("<db:result from='peer.test' to='here.test'>key</db:result>");
            assertEndsWith(client, "policy-violation");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "peer.test,nowhere.test,host-unknown",
        "peer.test,user@here.test,host-unknown",
        "user@peer.test,here.test,invalid-from",
        "here.test,here.test,invalid-from",
        "second.test,here.test,invalid-from"
    })
    void refusesHeaders(String from, String to, String condition) {
        try (RawClient client = plain(here)) {
            client.send(header(from, to));
            assertEndsWith(client, condition);
        }
    }

    @Test
    void refusesTheNamespaceOfClients() {
        try (RawClient client = plain(here)) {
            client.send(header("peer.test", "here.test").replace("jabber:server'", "jabber:client'"));
            assertEndsWith(client, "invalid-namespace");
        }
    }

    /** XEP-0178: the mechanism is there for whom a certificate proves, and for nobody else. */
    @Test
    void offersExternalToWhomItsCertificateProves() {
        try (RawClient with = plain(here);
                RawClient without = plain(here);
                RawClient other = plain(here)) {
            assertThat(secure(with, "peer.test", keys())).contains("<mechanism>EXTERNAL</mechanism>");
            assertThat(secure(without, "peer.test", null)).doesNotContain("EXTERNAL");
            assertThat(secure(other, "victim.test", keys())).doesNotContain("EXTERNAL");
            without.send(auth("="));
            assertThat(without.until("</failure>")).contains("<not-authorized/>");
            other.send(auth("="));
            assertThat(other.until("</failure>")).contains("<not-authorized/>");
        }
    }

    @Test
    void refusesToActForSomebodyElse() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", keys());
            client.send(auth("dmljdGltLnRlc3Q=")); // victim.test
            assertThat(client.until("</failure>")).contains("<invalid-authzid/>");
            client.send(auth("cGVlci50ZXN0")); // peer.test
            client.until("<success");
        }
    }

    @Test
    void refusesStanzasBeforeTheProof() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", keys());
            client.send("<message from='eve@peer.test' to='bob@here.test'><body>x</body></message>");
            assertEndsWith(client, "not-authorized");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from='eve@victim.test' to='bob@here.test'|invalid-from",
                "from='eve@sub.peer.test' to='bob@here.test'|invalid-from",
                "from='bob@here.test' to='bob@here.test'|invalid-from",
                "from='eve@peer.test' to='bob@second.test'|invalid-from",
                "from='eve@peer.test' to='bob@nowhere.test'|host-unknown",
                "from='eve@peer.test'|improper-addressing",
                "to='bob@here.test'|improper-addressing",
                "from='@' to='bob@here.test'|improper-addressing"
            })
    void refusesStanzasThatAreNotTheirs(String addresses, String condition) {
        try (RawClient client = proved()) {
            client.send("<message " + addresses + "><body>x</body></message>");
            assertEndsWith(client, condition);
        }
    }

    /** XEP-0220 section 2.6: answers that nobody asked for prove nothing. */
    @Test
    void dropsAnswersThatNobodyAskedFor() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", null);
            client.send("<db:result from='peer.test' to='here.test' type='valid'/>"
                    + "<db:verify from='peer.test' to='here.test' id='1' type='valid'/>"
                    + "<message from='eve@peer.test' to='bob@here.test'><body>x</body></message>");
            assertEndsWith(client, "not-authorized");
        }
    }

    @Test
    void believesNoKeyWhereACertificateIsWanted() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", null);
            client.send("<db:result from='peer.test' to='here.test'>0123</db:result>");
            assertThat(client.until("</db:result>")).contains("type='error'", "<not-authorized ");
            client.send("<message from='eve@peer.test' to='bob@here.test'/>");
            assertEndsWith(client, "not-authorized");
        }
    }

    /** There was no time for its certificate: that is no refusal, and dialback is not asked instead where a certificate is wanted. */
    @Test
    void saysThatItHasNoTimeToJudge() {
        try (World slow = new World((chain, domain, peer) ->
                        CompletableFuture.completedStage(Judgement.notNow("There is no time")));
                RawClient client = plain(slow.serve("here.test"))) {
            client.send(header("peer.test", "here.test"));
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.tlsAsServer("here.test", null);
            client.send(header("peer.test", "here.test"));
            assertEndsWith(client, "resource-constraint");
        }
    }

    /** The same of a further domain on a stream that is there already, which stays (XEP-0220 section 2.5). */
    @Test
    void saysOfAKeyThatItHasNoTimeToJudge() {
        try (World slow = new World((chain, domain, peer) -> CompletableFuture.completedStage(
                domain.equals("late.test")
                        ? Judgement.notNow("There is no time")
                        : Judgement.by("PKIX", "it is believed")))) {
            TestServer judging = slow.start(config -> config, "here.test");
            try (RawClient client = plain(judging)) {
                secure(client, "peer.test", keys());
                client.send("<db:result from='late.test' to='here.test'>0123</db:result>");
                assertThat(client.until("</db:result>"))
                        .contains("type='error'", "type='wait'", "<resource-constraint ", "There is no time");
                client.send("<db:result from='peer.test' to='here.test'>0123</db:result>");
                assertThat(client.until("/>")).contains("type='valid'");
            }
        }
    }

    /** XEP-0344: a certificate that proves the domain makes a question needless. */
    @Test
    void asksNobodyAboutAKeyWhenTheCertificateProvesIt() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", keys());
            client.send("<db:result from='peer.test' to='here.test'>0123</db:result>");
            assertThat(client.until("/>")).contains("type='valid'");
        }
    }

    @Test
    void saysWhichDomainsItHasNot() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", keys());
            client.send("<db:result from='peer.test' to='nowhere.test'>0123</db:result>");
            assertThat(client.until("</db:result>")).contains("type='error'", "<item-not-found ");
            client.send("<db:verify from='peer.test' to='nowhere.test' id='x'>0123</db:verify>");
            assertThat(client.until("</db:verify>")).contains("type='error'", "<item-not-found ");
            client.send("<db:result from='second.test' to='here.test'>0123</db:result>");
            assertEndsWith(client, "invalid-from");
        }
    }

    /** It is blocked while somebody still looks at its certificate: no stream is known to speak for it yet. */
    @Test
    void takesNothingFromADomainThatWasBlockedMeanwhile() {
        CompletableFuture<Judgement> evil = new CompletableFuture<>();
        BlockingQueue<String> judged = new LinkedBlockingQueue<>();
        Judgement good = Judgement.by("PKIX", "it is believed");
        try (World other = new World((chain, domain, peer) -> {
            judged.add(domain);
            return domain.equals("evil.test") ? evil : CompletableFuture.completedStage(good);
        })) {
            TestServer judging = other.start(config -> config, "here.test");
            try (RawClient client = plain(judging)) {
                secure(client, "peer.test", keys());
                client.send("<db:result from='peer.test' to='here.test'>0123</db:result>");
                client.until("type='valid'");
                client.send("<db:result from='evil.test' to='here.test'>0123</db:result>");
                Awaitility.await().until(() -> judged.contains("evil.test"));
                judging.server().federation().rule("evil.test", Optional.of(Security.BLOCKED));
                evil.complete(good);
                client.send("<message from='eve@evil.test' to='bob@here.test'><body>x</body></message>");
                assertThat(client.untilEnd())
                        .contains("<stream:error><policy-violation ")
                        .doesNotContain("type='valid'")
                        .endsWith("</stream:stream>");
            }
        }
    }

    /** All that a stream speaks for ends with it. */
    @Test
    void closesAStreamThatSpeaksForABlockedDomainToo() {
        Judgement good = Judgement.by("PKIX", "it is believed");
        try (World other = new World((chain, domain, peer) -> CompletableFuture.completedStage(good))) {
            TestServer judging = other.start(config -> config, "here.test");
            try (RawClient client = plain(judging)) {
                secure(client, "peer.test", keys());
                for (String domain : new String[] {"peer.test", "evil.test"}) {
                    client.send("<db:result from='" + domain + "' to='here.test'>0123</db:result>");
                    client.until("type='valid'");
                }
                judging.server().federation().rule("evil.test", Optional.of(Security.BLOCKED));
                assertThat(client.untilEnd()).endsWith("</stream:stream>");
            }
        }
    }

    /** The domain's own server is asked about a key, and says that it is wrong. */
    @Test
    void refusesASpoofedKey() {
        TestServer trusting = world.start(World.security(Security.DIALBACK), "trusting.test");
        TestServer victim = world.start(World.security(Security.DIALBACK), "victim2.test");
        world.place("victim2.test", victim.server().serverStarttls().get(0), false);
        try (RawClient client = plain(trusting)) {
            client.send(header("victim2.test", "trusting.test"));
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.tlsAsServer("trusting.test", null);
            client.send(header("victim2.test", "trusting.test"));
            client.until("</stream:features>");
            client.send("<db:result from='victim2.test' to='trusting.test'>0123</db:result>");
            assertThat(client.untilEnd()).contains("type='invalid'").endsWith("</stream:stream>");
        }
    }

    /** A server that is older than XMPP 1.0 is answered as one of its kind (RFC 6120 section 4.7.5), and may use dialback where it may do without TLS. */
    @Test
    void answersAServerWithoutVersionAsOneOfItsKind() {
        TestServer lax = world.serve(World.security("fake.test", Security.PLAINTEXT), "lax.test");
        try (FakePeer fake = new FakePeer();
                RawClient client = plain(lax)) {
            world.place("fake.test", fake.address(), false);
            client.send(header("fake.test", "lax.test").replace("' version='1.0'>", "'>"));
            client.send("<db:result from='fake.test' to='lax.test'>0123</db:result>");
            fake.accept();
            fake.openAsOneOfOld("fake.test", "stream-1");
            String asked = fake.until("</db:verify>");
            String id = asked.replaceAll("(?s).*<db:verify[^>]* id='([^']*)'.*", "$1");
            fake.send("<db:verify from='fake.test' to='lax.test' id='" + id + "' type='valid'/>");
            assertThat(client.until("type='valid'"))
                    .containsPattern("<stream:stream [^>]*id='" + id + "'")
                    .doesNotContainPattern("<stream:stream [^>]*version=")
                    .doesNotContain("features");
        }
    }

    /** What does not answer the very question is dropped (XEP-0220 section 2.6). */
    @Test
    void believesNoAnswerToAnotherQuestion() {
        TestServer lax = world.serve(World.security("fake.test", Security.PLAINTEXT), "lax.test");
        try (FakePeer fake = new FakePeer();
                RawClient client = plain(lax)) {
            world.place("fake.test", fake.address(), false);
            client.send(header("fake.test", "lax.test"));
            client.until("</stream:features>");
            client.send("<db:result from='fake.test' to='lax.test'>0123</db:result>");
            fake.accept();
            fake.open("fake.test", "stream-1", "<dialback xmlns='urn:xmpp:features:dialback'/>");
            String id = fake.until("</db:verify>").replaceAll("(?s).*<db:verify[^>]* id='([^']*)'.*", "$1");
            fake.send("<db:verify from='fake.test' to='lax.test' id='0" + id + "' type='valid'/>"
                    + "<db:verify from='fake.test' to='lax.test' id='" + id + "' type='invalid'/>");
            assertThat(client.until("type='")).doesNotContain("valid");
            client.until("invalid'");
        }
    }

    /** Section 6.4.2 and 6.4.3 of RFC 6120: a name that did not come with the choice is asked for. */
    @Test
    void asksForTheNameThatDidNotComeAtOnce() {
        try (RawClient client = plain(here)) {
            secure(client, "peer.test", keys());
            client.send(auth(""));
            client.until("<challenge xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
            client.send("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
            client.until("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        }
    }

    /** Nobody answers for the domains, of which a stream may have so many looked up at a time. */
    @Test
    void verifiesFewKeysOfAStreamAtATime() {
        TestServer lax = world.serve(World.security(Security.DIALBACK), "lax.test");
        try (FakePeer silent = new FakePeer();
                RawClient client = plain(lax)) {
            secure(client, "lax.test", "peer.test", keys());
            for (int i = 0; i <= 10; i++) {
                world.place("d" + i + ".test", silent.address(), false);
                client.send("<db:result from='d" + i + ".test' to='lax.test'>0123</db:result>");
            }
            assertThat(client.until("</db:result>")).contains("from='lax.test' to='d10.test'", "<resource-constraint ");
        }
    }

    /** XEP-0185: a key is good for one pair of domains and one stream. */
    @Test
    void makesKeysForOnePairAndOneStream() {
        TestServer lax = world.serve(World.security("fake.test", Security.PLAINTEXT), "lax.test");
        lax.account("alice@lax.test");
        try (FakePeer fake = new FakePeer();
                StanzaClient alice = StanzaClient.connect(lax, Jid.of("alice@lax.test/desk"), false)) {
            world.place("fake.test", fake.address(), false);
            alice.send(Element.builder(Stanza.NS, "message")
                    .attr("to", "bob@fake.test")
                    .child("body", "hello")
                    .build());
            fake.accept();
            fake.open("fake.test", "stream-1", "<dialback xmlns='urn:xmpp:features:dialback'/>");
            fake.until("<db:result from='lax.test' to='fake.test'>");
            String key = fake.until("</db:result>").replace("</db:result>", "");
            assertThat(verdict(lax, "fake.test", "stream-1", key)).isEqualTo("valid");
            assertThat(verdict(lax, "fake.test", "stream-2", key)).isEqualTo("invalid");
            assertThat(verdict(lax, "fake.test", "stream-1", key + "0")).isEqualTo("invalid");
            assertThat(verdict(lax, "ake.test", "stream-1", key)).isEqualTo("invalid");
        }
    }

    private static String verdict(TestServer asked, String asking, String id, String key) {
        try (RawClient client = plain(asked)) {
            client.send(header(asking, "lax.test"));
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.tlsAsServer("lax.test", null);
            client.send(header(asking, "lax.test"));
            client.until("</stream:features>");
            client.send("<db:verify from='" + asking + "' to='lax.test' id='" + id + "'>" + key + "</db:verify>");
            return client.until("/>").replaceAll("(?s).* type='([a-z]*)'.*", "$1");
        }
    }

    @Test
    void refusesBlockedDomains() {
        TestServer shy = world.serve(World.security("peer.test", Security.BLOCKED), "shy.test");
        try (RawClient client = plain(shy)) {
            client.send(header("peer.test", "shy.test"));
            assertEndsWith(client, "policy-violation");
        }
        try (RawClient client = plain(shy)) {
            client.send(header("rooms.peer.test", "shy.test"));
            assertEndsWith(client, "policy-violation");
        }
    }

    /** Section 5.4.3.3: what came before TLS is not taken for something inside it. */
    @Test
    void refusesWhatFollowsStarttlsAtOnce() {
        try (RawClient client = plain(here)) {
            client.send(header("peer.test", "here.test"));
            client.until("</stream:features>");
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" + header("peer.test", "here.test"));
            assertEndsWith(client, "policy-violation");
        }
    }

    /** A roster push has no sender, or the own account as one; what a stranger sends has its sender. */
    @Test
    void keepsTheSenderOnARosterPushThatIsNone() {
        here.account("bob@here.test");
        try (StanzaClient bob = StanzaClient.connect(here, Jid.of("bob@here.test/desk"), false);
                RawClient client = proved()) {
            client.send("<iq type='set' id='r' from='eve@peer.test' to='bob@here.test/desk'>"
                    + "<query xmlns='jabber:iq:roster'><item jid='x@y.test'/></query></iq>"
                    + "<message id='m' from='eve@peer.test' to='bob@here.test/desk'><body>after</body></message>");
            Element first = bob.receive().orElseThrow();
            assertThat(first.attr("from")).contains("eve@peer.test");
        }
    }
}
