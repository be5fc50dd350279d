package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.LinkStore.Link;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.xml.Element;

/** What every store of accounts does. */
public abstract class AccountStoreContract extends StoreFixture {
    private static final ScramKeys SHA_1 = new ScramKeys("SCRAM-SHA-1", bytes(16), 10_000, bytes(20), bytes(20));
    private static final ScramKeys SHA_256 = new ScramKeys("SCRAM-SHA-256", bytes(16), 20_000, bytes(32), bytes(32));

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 37 - 128);
        }
        return bytes;
    }

    @Test
    void findsWhatWasMade() {
        assertThat(asked(tables -> tables.accounts().create(account(ALICE)))).isTrue();
        assertThat(one(tables -> tables.accounts().find(ALICE))).contains(account(ALICE));
        assertThat(one(tables -> tables.accounts().find(BOB))).isEmpty();
    }

    @Test
    void countsThoseOfAllDomains() {
        long before = number(tables -> tables.accounts().count());
        write(tables -> tables.accounts().create(account(ALICE)));
        write(tables -> tables.accounts().create(account(Jid.of("alice@elsewhere.test"))));
        assertThat(number(tables -> tables.accounts().count())).isEqualTo(before + 2);
    }

    @Test
    void doesNotMakeAnAccountTwice() {
        write(tables -> tables.accounts().create(account(ALICE)));
        Account other = new Account(ALICE, "other", Account.Role.ADMIN, false, NOON.plusSeconds(1));
        assertThat(asked(tables -> tables.accounts().create(other))).isFalse();
        assertThat(one(tables -> tables.accounts().find(ALICE))).contains(account(ALICE));
    }

    @Test
    void updatesRoleAndStateAndNothingElse() {
        write(tables -> tables.accounts().create(account(ALICE)));
        Account changed = new Account(ALICE, "other", Account.Role.ADMIN, false, NOON.plusSeconds(1));
        assertThat(asked(tables -> tables.accounts().update(changed))).isTrue();
        assertThat(one(tables -> tables.accounts().find(ALICE)))
                .contains(new Account(ALICE, account(ALICE).incarnation(), Account.Role.ADMIN, false, NOON));
        assertThat(asked(tables -> tables.accounts().update(account(BOB)))).isFalse();
        assertThat(one(tables -> tables.accounts().find(BOB))).isEmpty();
    }

    private static final Password OWN = new Password("1", "", NOON, null, List.of(SHA_1, SHA_256));

    private static Password app(String id, String name, int age) {
        return new Password(id, name, NOON.minusSeconds(age), null, List.of(SHA_1));
    }

    private List<Password> passwords(Jid bare) {
        return read(tables -> tables.accounts().passwords(bare));
    }

    @Test
    void keepsTheOwnPasswordUntilAnotherComesInItsPlace() {
        write(tables -> tables.accounts().create(account(ALICE)));
        assertThat(passwords(ALICE)).isEmpty();
        write(tables -> tables.accounts().putPassword(ALICE, OWN));
        assertThat(passwords(ALICE)).containsExactly(OWN);
        Password other = new Password("2", "", NOON, null, List.of(SHA_256));
        write(tables -> tables.accounts().putPassword(ALICE, other));
        assertThat(passwords(ALICE)).containsExactly(other);
        assertThat(passwords(BOB)).isEmpty();
    }

    @Test
    void keepsAppPasswordsBesideTheOwnOne() {
        write(tables -> tables.accounts().create(account(ALICE)));
        write(tables -> tables.accounts().putPassword(ALICE, app("b", "desk", 1)));
        write(tables -> tables.accounts().putPassword(ALICE, app("a", "phone", 0)));
        write(tables -> tables.accounts().putPassword(ALICE, OWN));
        write(tables -> tables.accounts().putPassword(BOB, app("a", "phone", 0)));
        assertThat(passwords(ALICE)).containsExactly(OWN, app("b", "desk", 1), app("a", "phone", 0));

        write(tables -> tables.accounts().passwordUsed(ALICE, "b", NOON.plusSeconds(9)));
        write(tables -> tables.accounts().passwordUsed(ALICE, "gone", NOON));
        assertThat(passwords(ALICE)).extracting(Password::used).containsExactly(null, NOON.plusSeconds(9), null);

        assertThat(asked(tables -> tables.accounts().removePassword(ALICE, "a")))
                .isTrue();
        assertThat(asked(tables -> tables.accounts().removePassword(ALICE, "a")))
                .isFalse();
        assertThat(passwords(ALICE)).extracting(Password::id).containsExactly("1", "b");
        assertThat(passwords(BOB)).containsExactly(app("a", "phone", 0));
    }

    @Test
    void listsADomainByName() {
        for (String jid : List.of("dora@a.test", "anna@a.test", "anna@b.test", "a_c@a.test", "hannah@a.test")) {
            write(tables -> tables.accounts().create(account(Jid.of(jid))));
        }
        assertThat(names("a.test", "", 0, 10)).containsExactly("a_c", "anna", "dora", "hannah");
        assertThat(names("a.test", "", 1, 2)).containsExactly("anna", "dora");
        assertThat(names("a.test", "anna", 0, 10)).containsExactly("anna", "hannah");
        assertThat(names("a.test", "_", 0, 10)).containsExactly("a_c");
        assertThat(names("a.test", "%", 0, 10)).isEmpty();
        assertThat(names("a.test", "!", 0, 10)).isEmpty();
        assertThat(names("c.test", "", 0, 10)).isEmpty();
        assertThat(number(tables -> tables.accounts().count("a.test", ""))).isEqualTo(4);
        assertThat(number(tables -> tables.accounts().count("a.test", "nn"))).isEqualTo(2);
        assertThat(number(tables -> tables.accounts().count("b.test", "nn"))).isEqualTo(1);
    }

    private List<String> names(String domain, String part, int offset, int limit) {
        return read(tables -> tables.accounts().list(domain, part, offset, limit)).stream()
                .map(account -> account.jid().local().orElseThrow())
                .toList();
    }

    @Test
    void deletesEverythingThatHangsOnAnAccount() {
        write(tables -> tables.accounts().create(account(ALICE)));
        write(tables -> tables.accounts().create(account(BOB)));
        furnish(ALICE);
        furnish(BOB);
        assertThat(asked(tables -> tables.accounts().delete(ALICE))).isTrue();
        assertThat(asked(tables -> tables.accounts().delete(ALICE))).isFalse();

        assertThat(one(tables -> tables.accounts().find(ALICE))).isEmpty();
        assertBare(ALICE);
        assertThat(one(tables -> tables.links().find("hash of " + ALICE))).isEmpty();

        assertThat(passwords(BOB)).hasSize(2);
        assertThat(list(tables -> tables.rosters().items(BOB))).hasSize(1);
        assertThat(map(tables -> tables.rosters().pendingIn(BOB))).hasSize(1);
        assertThat(set(tables -> tables.blocks().blocked(BOB))).hasSize(1);
        assertThat(is(tables -> tables.archive().contains(BOB, "1"))).isTrue();
        assertThat(number(tables -> tables.archive().countUndelivered(BOB))).isEqualTo(1);
        assertThat(list(tables -> tables.pep().nodes(BOB))).hasSize(1);
        assertThat(one(tables -> tables.profiles().card(BOB))).isPresent();
        assertThat(one(tables -> tables.links().find("hash of " + BOB))).isPresent();
    }

    @Test
    void givesANewAccountNothingOfWhatAnOlderOneLeftBehind() {
        furnish(ALICE);
        write(tables -> tables.accounts().create(account(ALICE)));
        assertBare(ALICE);
        assertThat(one(tables -> tables.links().find("hash of " + ALICE))).isPresent();
    }

    private void furnish(Jid owner) {
        write(tables -> {
            tables.accounts().putPassword(owner, OWN);
            tables.accounts().putPassword(owner, app("a", "phone", 0));
            tables.rosters().put(owner, new RosterItem(CAROL, "", List.of(), Subscription.BOTH, false, false, ""));
            tables.rosters().putPendingIn(owner, CAROL, Element.of("jabber:client", "presence"));
            tables.blocks().add(owner, Set.of(CAROL));
            tables.archive().append(message(owner, "1", CAROL, NOON, ""));
            tables.pep().put(owner, "urn:xmpp:avatar:data", PepStore.Access.OPEN);
            tables.profiles().putCard(owner, Element.of("vcard-temp", "vCard"));
            tables.profiles().putOfSite(owner, new ProfileStore.OfSite("example.test", "", "", true));
            tables.links().put(new Link("hash of " + owner, "set-password", owner.toString(), NOON));
        });
    }

    private void assertBare(Jid owner) {
        assertThat(passwords(owner)).isEmpty();
        assertThat(list(tables -> tables.rosters().items(owner))).isEmpty();
        assertThat(list(tables -> tables.rosters().changesAfter(owner, 0).orElseThrow()))
                .isEmpty();
        assertThat(number(tables -> tables.rosters().version(owner))).isZero();
        assertThat(map(tables -> tables.rosters().pendingIn(owner))).isEmpty();
        assertThat(set(tables -> tables.blocks().blocked(owner))).isEmpty();
        assertThat(is(tables -> tables.archive().contains(owner, "1"))).isFalse();
        assertThat(number(tables -> tables.archive().countUndelivered(owner))).isZero();
        assertThat(list(tables -> tables.pep().nodes(owner))).isEmpty();
        assertThat(one(tables -> tables.profiles().card(owner))).isEmpty();
        assertThat(is(tables -> tables.profiles().ofSite(owner).picture())).isFalse();
    }
}
