package org.ratatosk.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.conversation.Xml;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.testing.Bench;

class ComponentsTest {
    private static final Jid BOT = Jid.of("ratatosk@example.org");
    private final Bench bench = new Bench();
    private final Recording bot = new Recording();
    private Sender sender;

    /** A component that keeps what it gets. */
    private static final class Recording implements Component {
        private final List<Stanza> received = new ArrayList<>();
        private final List<Runnable> accepted = new ArrayList<>();
        private final List<String> acknowledged = new ArrayList<>();
        private final List<Proof> proofs = new ArrayList<>();
        private final List<Jid> made = new ArrayList<>();
        private boolean broken;

        @Override
        public void receive(Stanza stanza, Proof proof, Runnable done) {
            if (broken) {
                throw new IllegalStateException("a mistake of the component");
            }
            received.add(stanza);
            proofs.add(proof);
            accepted.add(done);
        }

        @Override
        public void acknowledged(Jid owner, String id) {
            acknowledged.add(owner + " " + id);
        }

        @Override
        public void accountMade(Jid account) {
            made.add(account);
            if (broken) {
                throw new IllegalStateException("a mistake of the component");
            }
        }
    }

    @BeforeEach
    void attach() {
        bench.accounts("alice@example.org");
        sender = bench.server().admin().attach(BOT, bot);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private CompletableFuture<Sender.Fate> send(String xml) {
        CompletionStage<Sender.Fate> fate = sender.send(Stanza.of(Xml.one(xml)));
        bench.settle();
        return fate.toCompletableFuture();
    }

    private static String message(String id) {
        return "<message from='ratatosk@example.org' to='alice@example.org' id='" + id
                + "' type='chat'><body>news</body></message>";
    }

    @Test
    void itGetsWhatIsSentToItAndTheSenderWaitsForIt() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<message to='ratatosk@example.org/any' id='m'><body>help</body></message>");
        bench.settle();
        assertThat(bot.received).hasSize(1);
        assertThat(bot.received.get(0).from()).contains(Jid.of("alice@example.org/home"));
        assertThat(bot.proofs).containsExactly(Proof.HOSTED);
        assertThat(alice.accepted()).isZero();
        bot.accepted.get(0).run();
        assertThat(alice.accepted()).isOne();
    }

    @Test
    void aMessageForSomebodyWhoIsAwayIsStoredAndItsDeliveryTold() {
        assertThat(send(message("a1"))).isCompletedWithValue(Sender.Fate.STORED);
        assertThat(bot.acknowledged).isEmpty();
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<presence/>");
        bench.settle();
        assertThat(alice.received()).hasSize(2);
        alice.acknowledge();
        bench.settle();
        assertThat(bot.acknowledged).containsExactly("alice@example.org a1");
    }

    @Test
    void aMessageThatIsSentAgainUnderItsIdIsThereOnce() {
        send(message("a1"));
        assertThat(send(message("a1"))).isCompletedWithValue(Sender.Fate.STORED);
        send(message("a2"));
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<presence/>");
        bench.settle();
        assertThat(alice.received()).extracting(e -> e.attr("id").orElse("")).containsExactly("", "a1", "a2");
    }

    @Test
    void itIsToldOfNewAccountsOnce() {
        Jid carol = Jid.of("carol@example.org");
        bench.server().admin().createAccount(carol, Account.Role.MEMBER);
        bench.settle();
        bench.server().admin().setEnabled(carol, false);
        bench.settle();
        assertThat(bot.made).containsExactly(carol);
        bot.broken = true;
        CompletionStage<Account> dave =
                bench.server().admin().createAccount(Jid.of("dave@example.org"), Account.Role.MEMBER);
        bench.settle();
        assertThat(dave.toCompletableFuture()).isCompleted();
    }

    @Test
    void whatNeedsNoKeepingIsRouted() {
        String headline =
                "<message from='ratatosk@example.org' to='alice@example.org' type='headline'><body>x</body></message>";
        assertThat(send(headline)).isCompletedWithValue(Sender.Fate.ROUTED);
    }

    @Test
    void itIsToldWhyAStanzaWasNotTaken() {
        assertThat(send("<message from='ratatosk@example.org' to='nobody@example.org'><body>x</body></message>"))
                .isCompletedExceptionally();
        assertThatThrownBy(() -> send("<iq from='ratatosk@example.org' to='nobody@example.org' type='get' id='i'>"
                                + "<ping xmlns='urn:xmpp:ping'/></iq>")
                        .join())
                .hasMessageContaining("service-unavailable");
        bench.store().full(true);
        assertThatThrownBy(() -> send(message("a1")).join()).hasMessageContaining("resource-constraint");
        assertThat(bot.received).isEmpty();
    }

    /** What a client cannot send, and what would be too long for every client, a part of the server cannot either. */
    @Test
    void itCannotSendWhatIsTooLong() {
        String body = "x".repeat(1024 * 1024);
        assertThatThrownBy(() -> send("<message from='ratatosk@example.org' to='alice@example.org' id='l'><body>" + body
                                + "</body></message>")
                        .join())
                .hasMessageContaining("policy-violation");
        assertThat(send("<message from='ratatosk@example.org' to='alice@example.org' id='l'><body>"
                        + body.substring(1000) + "</body></message>"))
                .isCompletedWithValue(Sender.Fate.STORED);
    }

    @Test
    void itCannotSendUnderOthersAddresses() {
        assertThatThrownBy(() -> send("<message from='alice@example.org' to='alice@example.org'/>")
                        .join())
                .hasMessageContaining("bad-request");
    }

    @Test
    void theServerAnswersItsRequests() {
        send("<iq from='ratatosk@example.org/1' to='example.org' type='get' id='i'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(bot.received).hasSize(1);
        assertThat(bot.received.get(0).element().attr("type")).contains("result");
    }

    @Test
    void aMistakeInItIsAnErrorToTheSender() {
        bot.broken = true;
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<message to='ratatosk@example.org' id='m'><body>help</body></message>");
        bench.settle();
        assertThat(alice.received().get(0).toString()).contains("internal-server-error");
        assertThat(alice.accepted()).isOne();
    }

    @Test
    void afterItIsDetachedItsAddressIsNobodys() {
        sender.close();
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<message to='ratatosk@example.org' id='m'><body>help</body></message>");
        bench.settle();
        assertThat(alice.received().get(0).toString()).contains("service-unavailable");
    }

    @Test
    void itMayHaveASubdomainAndIsThenListed() {
        Recording rooms = new Recording();
        bench.server().admin().attach(Jid.of("rooms.example.org"), rooms);
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<presence to='hall@rooms.example.org/alice'/>");
        alice.sends("<iq type='get' id='d' to='example.org'>"
                + "<query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
        bench.settle();
        assertThat(rooms.received).hasSize(1);
        assertThat(alice.received().get(0).toString()).contains("rooms.example.org");
    }

    @Test
    void twoCannotShareAnAddressAndADomainThatIsHostedIsNotForThem() {
        assertThatThrownBy(() -> attach("ratatosk@example.org")).hasMessageContaining("Another component");
        assertThatThrownBy(() -> attach("example.org")).hasMessageContaining("needs a bare address");
        assertThatThrownBy(() -> attach("bot@elsewhere.example")).hasMessageContaining("needs a bare address");
        assertThatThrownBy(() -> attach("bot@example.org/one")).hasMessageContaining("needs a bare address");
    }

    private void attach(String address) {
        bench.server().admin().attach(Jid.of(address), new Recording());
    }

    @Test
    void presenceOfContactsGoesToIt() {
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<presence/>");
        bench.server()
                .admin()
                .putContact(
                        Jid.of("alice@example.org"),
                        new RosterItem(
                                BOT, "Ratatosk", List.of(), RosterItem.Subscription.BOTH, false, false, "bridge"));
        bench.settle();
        assertThat(bot.received)
                .extracting(s -> s.element().attr("type").orElse("available"))
                .containsExactlyInAnyOrder("available", "probe");
    }
}
