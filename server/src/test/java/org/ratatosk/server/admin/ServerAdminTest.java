package org.ratatosk.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.testing.Bench;
import org.ratatosk.server.xml.Element;

class ServerAdminTest {
    private static final Jid ALICE = Jid.of("alice@example.org");
    private static final Jid BOB = Jid.of("bob@example.org");
    private static final String ADDRESS = "192.0.2.1";

    private final Bench bench = new Bench();
    private final Admin admin = bench.server().admin();

    @AfterEach
    void close() {
        bench.close();
    }

    private <T> T done(CompletionStage<T> stage) {
        bench.settle();
        return stage.toCompletableFuture().join();
    }

    private static RosterItem item(Jid contact, Subscription subscription) {
        return new RosterItem(contact, "Name", List.of("Friends"), subscription, false, false, "site");
    }

    @Test
    void anAccountIsMadeOnceOnAHostedDomain() {
        Account made = done(admin.createAccount(ALICE, Account.Role.ADMIN));
        assertThat(made.role()).isEqualTo(Account.Role.ADMIN);
        assertThat(done(admin.account(ALICE))).contains(made);
        assertThatThrownBy(() -> done(admin.createAccount(ALICE, Account.Role.MEMBER)))
                .hasMessageContaining("There is an account alice@example.org already");
        assertThatThrownBy(() -> done(admin.createAccount(Jid.of("a@elsewhere.example"), Account.Role.MEMBER)))
                .hasMessageContaining("not an address that can have an account");
        assertThatThrownBy(() -> done(admin.createAccount(Jid.of("example.org"), Account.Role.MEMBER)))
                .hasMessageContaining("not an address that can have an account");
    }

    @Test
    void anAccountIsMadeWithItsPasswordOrNotAtAll() {
        for (String bad : List.of("short", "battery\u0007staple")) {
            assertThatThrownBy(() -> done(admin.createAccount(ALICE, Account.Role.ADMIN, bad)))
                    .hasMessageContaining("password");
            assertThat(done(admin.account(ALICE))).isEmpty();
        }
        done(admin.createAccount(ALICE, Account.Role.ADMIN, "battery staple"));
        assertThat(done(admin.checkPassword(ALICE, "battery staple", "127.0.0.1")))
                .isTrue();
    }

    @Test
    void anAccountThatWasJustMadeCanBeWrittenToThoughItWasMissedBefore() {
        bench.accounts("bob@example.org");
        Bench.Client bob = bench.connect("bob@example.org/home");
        bob.sends("<message to='alice@example.org' id='m1'><body>too soon</body></message>");
        bench.settle();
        assertThat(bob.received()).hasSize(1);
        done(admin.createAccount(ALICE, Account.Role.MEMBER));
        bob.sends("<message to='alice@example.org' id='m2'><body>welcome</body></message>");
        bench.settle();
        assertThat(bob.received()).isEmpty();
        assertThat(bench.connect("alice@example.org/home").session().jid()).hasToString("alice@example.org/home");
    }

    @Test
    void aDeletedAccountIsGoneWithItsSessionsAndItsContactsHearOfIt() {
        bench.accounts("alice@example.org", "bob@example.org");
        done(admin.putContact(ALICE, item(BOB, Subscription.BOTH)));
        done(admin.putContact(BOB, item(ALICE, Subscription.BOTH)));
        Bench.Client alice = bench.connect("alice@example.org/home");
        Bench.Client bob = bench.connect("bob@example.org/home");
        bob.sends("<presence/>");
        alice.sends("<presence/>");
        bench.settle();
        bob.received();
        assertThat(done(admin.deleteAccount(ALICE))).isTrue();
        assertThat(alice.errors()).contains(StreamError.Condition.NOT_AUTHORIZED);
        assertThat(types(bob.received())).contains("unavailable");
        assertThat(done(admin.roster(BOB)).get(0).subscription()).isEqualTo(Subscription.NONE);
        assertThat(done(admin.roster(ALICE))).isEmpty();
        assertThat(done(admin.account(ALICE))).isEmpty();
        assertThat(done(admin.deleteAccount(ALICE))).isFalse();
        bob.sends("<message to='alice@example.org' id='m'><body>hello?</body></message>");
        bench.settle();
        assertThat(types(bob.received())).containsExactly("error");
    }

    @Test
    void aDisabledAccountIsThrownOutAndCanComeBack() {
        bench.accounts("alice@example.org");
        Bench.Client alice = bench.connect("alice@example.org/home");
        assertThat(done(admin.setEnabled(ALICE, false))).isTrue();
        assertThat(alice.errors()).containsExactly(StreamError.Condition.NOT_AUTHORIZED);
        assertThat(admin.sessions("example.org")).isEmpty();
        assertThat(done(admin.setEnabled(ALICE, true))).isTrue();
        assertThat(bench.connect("alice@example.org/home").session().isOver()).isFalse();
        assertThat(done(admin.setEnabled(BOB, true))).isFalse();
    }

    @Test
    void aPasswordIsSetCheckedAndThrottled() {
        bench.accounts("alice@example.org");
        Bench.Client alice = bench.connect("alice@example.org/home");
        done(admin.setPassword(ALICE, "correct horse", true));
        assertThat(alice.errors()).isEmpty();
        assertThat(done(admin.checkPassword(ALICE, "correct horse", ADDRESS))).isTrue();
        assertThat(done(admin.checkPassword(BOB, "correct horse", ADDRESS))).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(done(admin.checkPassword(ALICE, "wrong", ADDRESS))).isFalse();
        }
        assertThatThrownBy(() -> done(admin.checkPassword(ALICE, "correct horse", ADDRESS)))
                .hasRootCauseInstanceOf(ThrottledException.class);
        done(admin.setPassword(ALICE, "battery staple", false));
        assertThat(alice.errors()).containsExactly(StreamError.Condition.NOT_AUTHORIZED);
        assertThat(done(admin.checkPassword(ALICE, "battery staple", "192.0.2.2")))
                .isTrue();
    }

    @Test
    void whoIsLockedOutHasNoLinksAnyMore() {
        bench.accounts("alice@example.org", "bob@example.org");
        String link = done(admin.createLink("set-password", ALICE));
        String other = done(admin.createLink("set-password", BOB));
        done(admin.setEnabled(ALICE, true));
        assertThat(done(admin.peekLink("set-password", link))).contains(ALICE);
        done(admin.setEnabled(ALICE, false));
        assertThat(done(admin.peekLink("set-password", link))).isEmpty();
        assertThat(done(admin.peekLink("set-password", other))).contains(BOB);
    }

    @Test
    void aPasswordThatIsSetHasAnotherVersionAndNothingElseDoes() {
        bench.accounts("alice@example.org");
        done(admin.setPassword(ALICE, "correct horse", true));
        String first = done(admin.passwordVersion(ALICE));
        done(admin.setRole(ALICE, Account.Role.ADMIN));
        done(admin.createAppPassword(ALICE, "Phone"));
        // random, so that it says nothing
        assertThat(done(admin.passwordVersion(ALICE))).isEqualTo(first).matches("[0-9a-f]{24}");
        done(admin.setPassword(ALICE, "correct horse", true));
        assertThat(done(admin.passwordVersion(ALICE))).isNotEqualTo(first);
        assertThat(done(admin.passwordVersion(BOB))).isNotEqualTo(first);
    }

    @Test
    void aPasswordThatCannotBeIsRefusedInWords() {
        bench.accounts("alice@example.org");
        assertThatThrownBy(() -> done(admin.setPassword(ALICE, "short", true))).hasMessageContaining("8 characters");
        assertThatThrownBy(() -> done(admin.setPassword(ALICE, "with a \u0007 bell", true)))
                .hasMessageContaining("characters that a password cannot have");
        assertThatThrownBy(() -> done(admin.setPassword(BOB, "long enough", true)))
                .hasMessageContaining("There is no account bob@example.org");
    }

    @Test
    void aLinkIsGoodForOnePurposeOnceAndForHalfAnHour() {
        String secret = done(admin.createLink("set-password", ALICE));
        assertThat(done(admin.peekLink("first-admin", secret))).isEmpty();
        assertThat(done(admin.peekLink("set-password", secret))).contains(ALICE);
        assertThat(done(admin.takeLink("set-password", secret))).contains(ALICE);
        assertThat(done(admin.takeLink("set-password", secret))).isEmpty();
        String late = done(admin.createLink("set-password", ALICE));
        bench.clock().pass(Duration.ofMinutes(30));
        assertThat(done(admin.takeLink("set-password", late))).isEmpty();
        String first = done(admin.createLink("set-password", ALICE));
        String second = done(admin.createLink("set-password", ALICE));
        assertThat(done(admin.peekLink("set-password", first)))
                .as("a newer one ends it")
                .isEmpty();
        assertThat(done(admin.peekLink("set-password", second))).contains(ALICE);
    }

    @Test
    void contactsThatAreSynchronisedArePushedAndPresenceFlows() {
        bench.accounts("alice@example.org", "bob@example.org");
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
        alice.sends("<presence/>");
        Bench.Client bob = bench.connect("bob@example.org/home");
        bob.sends("<presence/>");
        bench.settle();
        alice.received();
        bob.received();
        done(admin.putContact(BOB, item(ALICE, Subscription.BOTH)));
        done(admin.putContact(ALICE, item(BOB, Subscription.BOTH)));
        assertThat(alice.received().toString()).contains("bob@example.org", "Friends", "subscription='both'");
        assertThat(bob.received().toString()).contains("from='alice@example.org/home'");
        done(admin.removeContact(ALICE, BOB));
        assertThat(alice.received().toString()).contains("subscription='remove'");
        assertThat(done(admin.roster(ALICE))).isEmpty();
        done(admin.removeContact(ALICE, BOB));
        assertThatThrownBy(() -> done(admin.putContact(Jid.of("nobody@example.org"), item(BOB, Subscription.BOTH))))
                .hasMessageContaining("There is no account");
    }

    /** Whoever synchronises rosters ends questions that need no answer any more, and takes presence away together with a contact. */
    @Test
    void aContactIsChangedInOneStepAndWhoWatchesHearsOfIt() {
        bench.accounts("alice@example.org", "bob@example.org");
        List<Jid> changed = new CopyOnWriteArrayList<>();
        admin.watchContacts(changed::add);
        Bench.Client alice = bench.connect("alice@example.org/home");
        Bench.Client bob = bench.connect("bob@example.org/home");
        bob.sends("<presence/>");
        alice.sends("<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>");
        alice.sends("<presence type='subscribe' to='bob@example.org'/>");
        bench.settle();
        assertThat(changed).containsExactly(ALICE);
        bob.received();
        done(admin.changeContact(BOB, ALICE, old -> {
            assertThat(old).isEmpty();
            return Optional.of(item(ALICE, Subscription.FROM));
        }));
        done(admin.changeContact(ALICE, BOB, old -> old.map(was -> item(BOB, Subscription.TO))));
        done(admin.changeContact(ALICE, BOB, old -> old));
        assertThat(changed).containsExactly(ALICE, BOB, ALICE);
        Bench.Client again = bench.connect("bob@example.org/again");
        again.sends("<presence/>");
        bench.settle();
        assertThat(types(again.received())).as("the question").doesNotContain("subscribe");
        alice.sends("<presence/>");
        bench.settle();
        alice.received();
        done(admin.changeContact(BOB, ALICE, old -> Optional.empty()));
        assertThat(types(alice.received())).contains("unavailable");
        assertThat(done(admin.roster(BOB))).isEmpty();
        assertThatThrownBy(() -> done(admin.changeContact(
                        Jid.of("nobody@example.org"), BOB, old -> Optional.of(item(BOB, Subscription.TO)))))
                .hasMessageContaining("There is no account");
    }

    @Test
    void whomTheSiteBlocksIsBlockedAndTheClientsHearOfIt() {
        bench.accounts("alice@example.org", "bob@example.org");
        List<Jid> changed = new CopyOnWriteArrayList<>();
        admin.watchContacts(changed::add);
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<iq type='get' id='b'><blocklist xmlns='urn:xmpp:blocking'/></iq>");
        bench.settle();
        alice.received();
        done(admin.setBlocked(ALICE, BOB, true));
        done(admin.setBlocked(ALICE, BOB, true));
        assertThat(alice.received()).singleElement().asString().contains("<block", "bob@example.org");
        assertThat(done(admin.blocked(ALICE))).containsExactly(BOB);
        alice.sends("<message to='bob@example.org' id='m'><body>hello?</body></message>");
        bench.settle();
        assertThat(types(alice.received())).containsExactly("error");
        done(admin.setBlocked(ALICE, BOB, false));
        assertThat(alice.received()).singleElement().asString().contains("<unblock");
        assertThat(done(admin.blocked(ALICE))).isEmpty();
        assertThat(changed).containsExactly(ALICE, ALICE);
        done(admin.setBlocked(ALICE, ALICE, true));
        assertThat(done(admin.blocked(ALICE))).isEmpty();
    }

    @Test
    void itSeesClientsAndCanEndThem() {
        bench.accounts("alice@example.org", "carol@example.net");
        Bench.Client alice = bench.connect("alice@example.org/home");
        alice.sends("<presence><show>away</show><priority>7</priority></presence>");
        bench.connect("alice@example.org/silent");
        bench.connect("carol@example.net/home");
        bench.settle();
        assertThat(admin.online(ALICE)).singleElement().satisfies(view -> {
            assertThat(view.show()).isEqualTo("away");
            assertThat(view.priority()).isEqualTo(7);
            assertThat(view.connection().tls()).isEqualTo("TLSv1.3");
        });
        assertThat(admin.sessions("example.org")).hasSize(2);
        assertThat(admin.sessions("example.net")).hasSize(1);
        assertThat(admin.stats().sessions()).isEqualTo(3);
        assertThat(admin.stats().stanzasIn()).isOne();
        assertThat(admin.kick(Jid.of("alice@example.org/home"), "Go away")).isTrue();
        assertThat(alice.errors()).containsExactly(StreamError.Condition.POLICY_VIOLATION);
        bench.settle();
        assertThat(admin.online(ALICE)).isEmpty();
        assertThat(admin.kick(Jid.of("alice@example.org/home"), "Go away")).isFalse();
    }

    @Test
    void domainsDoNotMix() {
        bench.accounts("alice@example.org", "alice@example.net", "bob@example.net");
        assertThat(admin.domains()).containsExactly("example.org", "example.net");
        assertThat(done(admin.countAccounts("example.org", ""))).isOne();
        assertThat(done(admin.accounts("example.net", "", 0, 10)))
                .extracting(Account::jid)
                .containsExactly(Jid.of("alice@example.net"), Jid.of("bob@example.net"));
        done(admin.setRole(ALICE, Account.Role.ADMIN));
        assertThat(done(admin.account(Jid.of("alice@example.net")))
                        .orElseThrow()
                        .role())
                .isEqualTo(Account.Role.MEMBER);
        done(admin.putContact(ALICE, item(BOB, Subscription.TO)));
        assertThat(done(admin.roster(Jid.of("alice@example.net")))).isEmpty();
    }

    private static List<String> types(List<Element> elements) {
        return elements.stream().map(e -> e.attr("type").orElse("")).toList();
    }
}
