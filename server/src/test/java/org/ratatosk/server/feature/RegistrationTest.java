package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.Features;
import org.ratatosk.server.conversation.EmbeddedPlayer;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** XEP-0077 before login, and switched off. */
class RegistrationTest {
    private static final Name QUERY = new Name("jabber:iq:register", "query");

    /** Shows the hooks of the server that it is in. */
    private static final class Window implements Feature {
        private final List<Hooks> seen = new ArrayList<>();

        @Override
        public Spec spec() {
            return Spec.of("none", "0");
        }

        @Override
        public void install(Hooks on) {
            seen.add(on);
        }

        Hooks hooks() {
            return seen.get(0);
        }
    }

    private final Window window = new Window();

    private Element ask(Bench bench, String address, String xml) {
        Iq request = (Iq) Stanza.of(Xml.one(xml));
        List<Iq> answers = new ArrayList<>();
        window.hooks()
                .beforeLogin(QUERY)
                .orElseThrow()
                .answer("example.org", address, request)
                .thenAccept(answers::add);
        bench.settle();
        return answers.get(0).element();
    }

    private static String registration(String name, String password) {
        return "<iq type='set' id='r'><query xmlns='jabber:iq:register'><username>" + name + "</username><password>"
                + password + "</password></query></iq>";
    }

    @Test
    void aStrangerIsToldWhatIsNeededAndMakesAnAccount() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            Element form = ask(bench, "192.0.2.1", "<iq type='get' id='g'><query xmlns='jabber:iq:register'/></iq>");
            assertThat(form.toString()).contains("<username/>", "<password/>");
            assertThat(ask(bench, "192.0.2.1", registration("newcomer", "long enough"))
                            .attr("type"))
                    .contains("result");
            assertThat(bench.connect("newcomer@example.org/home")
                            .session()
                            .jid()
                            .local())
                    .contains("newcomer");
            var right = bench.server().admin().checkPassword(Jid.of("newcomer@example.org"), "long enough", "::1");
            bench.settle();
            assertThat(right).isCompletedWithValue(true);
        }
    }

    @Test
    void componentsHearOfTheAccount() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            List<Jid> made = new ArrayList<>();
            bench.server().admin().attach(Jid.of("bot@example.org"), new Component() {
                @Override
                public void receive(Stanza stanza, Proof proof, Runnable accepted) {
                    accepted.run();
                }

                @Override
                public void accountMade(Jid account) {
                    made.add(account);
                }
            });
            ask(bench, "192.0.2.1", registration("newcomer", "long enough"));
            assertThat(made).containsExactly(Jid.of("newcomer@example.org"));
        }
    }

    @Test
    void takenNamesBadNamesAndBadPasswordsAreRefusedWithoutRepeatingThem() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            bench.accounts("alice@example.org");
            Element taken = ask(bench, "192.0.2.1", registration("Alice", "long enough"));
            assertThat(taken.toString()).contains("conflict").doesNotContain("long enough");
            assertThat(ask(bench, "192.0.2.1", registration("", "long enough")).toString())
                    .contains("not-acceptable");
            assertThat(ask(bench, "192.0.2.1", registration("a b", "long enough"))
                            .toString())
                    .contains("not-acceptable");
            assertThat(ask(bench, "192.0.2.1", registration("bob", "short")).toString())
                    .contains("not-acceptable");
        }
    }

    @Test
    void anAddressMakesAFewAccountsOnly() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            for (int i = 0; i < 5; i++) {
                ask(bench, "192.0.2.1", registration("user" + i, "long enough"));
            }
            assertThat(ask(bench, "192.0.2.1", registration("user5", "long enough"))
                            .toString())
                    .contains("resource-constraint");
            assertThat(ask(bench, "192.0.2.2", registration("user5", "long enough"))
                            .attr("type"))
                    .contains("result");
        }
    }

    @Test
    void theAddressesOfOneNetworkCountAsOne() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            for (int i = 0; i < 5; i++) {
                ask(bench, "2001:db8:0:1:0:0:0:" + i, registration("user" + i, "long enough"));
            }
            assertThat(ask(bench, "2001:db8:0:1::99", registration("user5", "long enough"))
                            .toString())
                    .contains("resource-constraint");
            assertThat(ask(bench, "2001:db8:0:2::99", registration("user5", "long enough"))
                            .attr("type"))
                    .contains("result");
        }
    }

    @Test
    void aFullDiskIsSaid() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            bench.store().full(true);
            assertThat(ask(bench, "192.0.2.1", registration("bob", "long enough"))
                            .toString())
                    .contains("resource-constraint");
        }
    }

    @Test
    void itIsOffUnlessItIsSwitchedOn() {
        try (Bench bench = new Bench(window)) {
            assertThat(window.hooks().beforeLogin(QUERY)).isEmpty();
            assertThat(window.hooks().featuresBeforeLogin()).isEmpty();
            assertThat(window.hooks().namespaces()).doesNotContain("jabber:iq:register");
            bench.accounts("alice@example.org");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<iq type='get' id='1' to='example.org'><query xmlns='jabber:iq:register'/></iq>");
            assertThat(alice.received().toString()).contains("service-unavailable");
            assertThat(Features.all(Small.config(usual -> usual))).anyMatch(feature -> feature instanceof Registration);
        }
    }

    private static final String REMOVE =
            "<iq type='set' id='x'><query xmlns='jabber:iq:register'><remove/></query></iq>";

    /** Nothing of an account is there for the next one of its name: no session, contact, message, request, password. */
    @Test
    void whoComesAfterADeletedAccountInheritsNothing() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            ask(bench, "192.0.2.1", registration("alice", "the first one"));
            bench.accounts("bob@example.org");
            Bench.Client bob = bench.connect("bob@example.org/home");
            Bench.Client phone = bench.connect("alice@example.org/phone");
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends("<presence/>");
            alice.sends("<presence type='subscribe' to='bob@example.org'/>");
            bob.sends("<message type='chat' to='alice@example.org'><body>for the first one</body></message>");
            bob.sends("<presence type='subscribe' to='alice@example.org'/>");
            bench.settle();
            alice.sends(REMOVE);
            bench.settle();
            assertThat(alice.received().toString()).contains("id='x'");
            assertThat(alice.errors()).containsExactly(StreamError.Condition.NOT_AUTHORIZED);
            assertThat(phone.errors()).containsExactly(StreamError.Condition.NOT_AUTHORIZED);
            assertThat(bench.server().sessions().find(Jid.of("alice@example.org/phone")))
                    .isEmpty();
            bob.sends("<message type='chat' to='alice@example.org'><body>to nobody</body></message>");
            bench.settle();

            ask(bench, "192.0.2.1", registration("alice", "the second one"));
            Bench.Client second = bench.connect("alice@example.org/home");
            second.sends("<presence/>");
            second.sends("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
            second.sends("<iq type='set' id='a'><query xmlns='urn:xmpp:mam:2'/></iq>");
            bench.settle();
            assertThat(second.received().toString())
                    .contains("<count>0</count>")
                    .doesNotContain("bob@example.org", "first one", "to nobody");
            var old = bench.server().admin().checkPassword(Jid.of("alice@example.org"), "the first one", "::1");
            bench.settle();
            assertThat(old).isCompletedWithValue(false);
        }
    }

    /** The last admin cannot go by mistake. */
    @Test
    void adminsStay() {
        try (Bench bench = new Bench(EmbeddedPlayer.config(), window)) {
            bench.accounts("alice@example.org");
            bench.server().admin().setRole(Jid.of("alice@example.org"), Account.Role.ADMIN);
            Bench.Client alice = bench.connect("alice@example.org/home");
            alice.sends(REMOVE);
            bench.settle();
            assertThat(alice.received().toString()).contains("not-allowed");
            assertThat(alice.errors()).isEmpty();
        }
    }
}
