package org.ratatosk.bridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.bridge.alerts.TestClock;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.store.sql.SqlIdentityStore;
import org.ratatosk.bridge.store.sql.TestDatabase;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;

class IdentitiesTest {
    private static final Jid CAROL = Jid.of("carol@elsewhere.example");
    private static final Jid DAVE = Jid.of("dave@elsewhere.example");
    private static final String WRONG = "AAAAA-AAAAA";
    private final TestClock clock = new TestClock();
    private final TestDatabase db = new TestDatabase();
    private final List<String> heard = new ArrayList<>();
    private final Identities identities = new Identities(
            new SqlIdentityStore(db),
            new Names(List.of("example.org", "two.example")),
            Jid.of("ratatosk@bots.example"),
            address -> address.domain().startsWith("rooms."),
            new Codes(new SecureRandom()),
            clock);

    IdentitiesTest() {
        identities.listen(new IdentityListener() {
            @Override
            public void linked(Identity identity) {
                heard.add("linked " + identity.address());
            }

            @Override
            public void unlinked(Identity identity) {
                assertThat(identities.at(identity.address())).isPresent();
                heard.add("unlinked " + identity.address());
            }
        });
    }

    @AfterEach
    void close() {
        db.close();
    }

    private String code(String member, Jid address) {
        return identities.request(member, address).code();
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(CmsException.class).hasMessageContaining(why);
    }

    private Identity prove(Jid sender, String code) {
        return identities.prove(sender, Proof.CERTIFICATE, code);
    }

    @Test
    void aCodeThatWaitsCanBeGivenUp() {
        String given = code("carol", CAROL);
        code("bob", CAROL);
        identities.unlink("carol", CAROL);
        assertThat(identities.pending("carol")).isEmpty();
        assertThat(identities.pending("bob")).hasSize(1);
        assertThat(heard).isEmpty();
        refused(() -> prove(CAROL, given), "not right");
        refused(() -> identities.unlink("carol", CAROL), "not linked with you");
    }

    @Test
    void aCodeProvesTheAddressThatItWasAskedFor() {
        LinkCode code = identities.request("carol", CAROL);
        assertThat(code.expires()).isEqualTo(clock.instant().plus(Duration.ofMinutes(30)));
        assertThat(code.code()).matches("[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}");
        assertThat(identities.at(CAROL)).isEmpty();
        Identity identity = prove(CAROL.withResource("phone"), code.code());
        assertThat(identity)
                .isEqualTo(new Identity(
                        CAROL, "carol", Set.of(Identity.Right.values()), clock.instant(), Proof.CERTIFICATE));
        assertThat(identities.at(CAROL)).contains(identity);
        assertThat(identities.of("carol")).containsExactly(identity);
        assertThat(identities.pending("carol")).isEmpty();
        assertThat(heard).containsExactly("linked " + CAROL);
    }

    @Test
    void theSameCodeAgainIsTheSameProof() {
        String code = code("carol", CAROL);
        Identity identity = prove(CAROL, code);
        assertThat(prove(CAROL, code)).isEqualTo(identity);
        refused(() -> prove(DAVE, code), "not right for " + DAVE);
    }

    @Test
    void caseAndHyphenDoNotMatter() {
        String code = code("carol", CAROL);
        assertThat(prove(CAROL, " " + code.toLowerCase(Locale.ROOT).replace("-", "") + " ")
                        .member())
                .isEqualTo("carol");
    }

    @Test
    void aCodeIsBoundToItsAddress() {
        String code = code("carol", CAROL);
        refused(() -> prove(DAVE, code), "Tries left: 4");
        assertThat(prove(CAROL, code).address()).isEqualTo(CAROL);
    }

    @Test
    void codesEnd() {
        String code = code("carol", CAROL);
        clock.pass(Duration.ofMinutes(30));
        refused(() -> prove(CAROL, code), "has ended");
        assertThat(identities.pending("carol")).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        identities.clean();
        assertThat(identities.at(CAROL)).isEmpty();
    }

    @Test
    void aNewCodeTakesThePlaceOfTheOldOne() {
        String old = code("carol", CAROL);
        String fresh = code("carol", CAROL);
        refused(() -> prove(CAROL, old), "not right");
        assertThat(prove(CAROL, fresh).member()).isEqualTo("carol");
    }

    @Test
    void fiveWrongTriesLockTheAddressAndNobodyElse() {
        String code = code("carol", CAROL);
        String other = code("carol", DAVE);
        for (int left = 4; left > 0; left--) {
            String words = "Tries left: " + left;
            refused(() -> prove(CAROL, WRONG), words);
        }
        clock.pass(Duration.ofMinutes(10));
        refused(() -> prove(CAROL, WRONG), "locked for 20 minutes");
        refused(() -> prove(CAROL, code), "locked");
        refused(() -> identities.request("carol", CAROL), "locked");
        assertThat(prove(DAVE, other).member()).isEqualTo("carol");
        clock.pass(Duration.ofMinutes(20));
        refused(() -> prove(CAROL, code), "not right");
        assertThat(prove(CAROL, code("carol", CAROL)).member()).isEqualTo("carol");
    }

    @Test
    void aRightCodeForgetsWrongTries() {
        String code = code("carol", CAROL);
        refused(() -> prove(CAROL, WRONG), "Tries left: 4");
        prove(CAROL, code);
        refused(() -> prove(CAROL, WRONG), "Tries left: 4");
    }

    @Test
    void anAddressBelongsToOneMember() {
        String hers = code("carol", CAROL);
        String his = code("dave", CAROL);
        prove(CAROL, hers);
        refused(() -> prove(CAROL, his), "not right");
        refused(() -> identities.request("dave", CAROL), "belongs to another member");
        refused(() -> identities.request("carol", CAROL), "linked with you already");
        identities.unlink("carol", CAROL);
        assertThat(prove(CAROL, code("dave", CAROL)).member()).isEqualTo("dave");
    }

    @ParameterizedTest
    @CsvSource({
        "carol@elsewhere.example/phone, one device",
        "room@conference.elsewhere.example/carol, one device",
        "room@rooms.elsewhere.example, is a room",
        "elsewhere.example, is a server",
        "ratatosk@bots.example, That is me",
        "bob@example.org, is an account of this site",
        "carol@two.example, is an account of this site",
        "carol@example.org, is your account here"
    })
    void whatCannotBeLinked(String address, String why) {
        refused(() -> identities.request("carol", Jid.of(address)), why);
        assertThat(identities.pending("carol")).isEmpty();
    }

    @Test
    void onlySoManyCodesWait() {
        for (int i = 0; i < 10; i++) {
            code("carol", Jid.of("carol" + i + "@elsewhere.example"));
        }
        refused(() -> identities.request("carol", CAROL), "10 codes that wait");
        assertThat(identities
                        .request("carol", Jid.of("carol1@elsewhere.example"))
                        .code())
                .isNotEmpty();
        clock.pass(Duration.ofMinutes(31));
        assertThat(identities.request("carol", CAROL).code()).isNotEmpty();
    }

    @Test
    void onlySoManyAddresses() {
        for (int i = 0; i < 20; i++) {
            Jid address = Jid.of("carol" + i + "@elsewhere.example");
            prove(address, code("carol", address));
        }
        refused(() -> identities.request("carol", CAROL), "as many as there may be");
    }

    @Test
    void rightsAreChangedByTheirOwner() {
        prove(CAROL, code("carol", CAROL));
        identities.setRights("carol", CAROL, Set.of(Identity.Right.ALERTS));
        assertThat(identities.at(CAROL).orElseThrow().rights()).containsExactly(Identity.Right.ALERTS);
        identities.setRights("carol", CAROL, Set.of());
        assertThat(identities.at(CAROL).orElseThrow().rights()).isEmpty();
        refused(() -> identities.setRights("dave", CAROL, Set.of(Identity.Right.POST)), "not linked with you");
        refused(() -> identities.unlink("dave", CAROL), "not linked with you");
    }

    @Test
    void whatHangsOnAnAddressGoesBeforeIt() {
        prove(CAROL, code("carol", CAROL));
        identities.unlink("carol", CAROL);
        assertThat(identities.at(CAROL)).isEmpty();
        assertThat(heard).containsExactly("linked " + CAROL, "unlinked " + CAROL);
    }

    @Test
    void aMemberWhoIsGoneLeavesNothing() {
        prove(CAROL, code("carol", CAROL));
        String code = code("carol", DAVE);
        identities.forget("carol");
        assertThat(identities.of("carol")).isEmpty();
        refused(() -> prove(DAVE, code), "not right");
        assertThat(heard).containsExactly("linked " + CAROL, "unlinked " + CAROL);
    }

    @Test
    void isSearchedByAddressAndMember() {
        prove(CAROL, code("carol", CAROL));
        prove(DAVE, code("percent", DAVE));
        assertThat(identities.search("CAR", 0, 10))
                .extracting(Identity::address)
                .containsExactly(CAROL);
        assertThat(identities.search("elsewhere", 0, 10)).hasSize(2);
        assertThat(identities.search("elsewhere", 1, 10))
                .extracting(Identity::address)
                .containsExactly(DAVE);
        assertThat(identities.search("%", 0, 10)).isEmpty();
        assertThat(identities.search("_", 0, 10)).isEmpty();
    }

    @Test
    void theCodeItselfIsNotKept() {
        String code = code("carol", CAROL);
        List<String> hashes = db.read(handle -> handle.createQuery("SELECT code_hash FROM link_code")
                .mapTo(String.class)
                .list());
        assertThat(hashes).hasSize(1).noneMatch(hash -> hash.contains(code) || hash.contains(code.replace("-", "")));
        assertThat(identities.pending("carol")).extracting(LinkCode::code).containsExactly("");
    }

    @Test
    void theDomainHasToProveItselfAsWellAsWhenTheAddressWasLinked() {
        prove(CAROL, code("carol", CAROL));
        identities.demand(CAROL, Proof.CERTIFICATE);
        identities.demand(CAROL.withResource("phone"), Proof.HOSTED);
        refused(() -> identities.demand(CAROL, Proof.DIALBACK), "then by a certificate, now by being called back");
        identities.demand(DAVE, Proof.DIALBACK);
        identities.prove(DAVE, Proof.DIALBACK, code("dave", DAVE));
        identities.demand(DAVE, Proof.DIALBACK);
        assertThat(identities.at(DAVE).map(Identity::proof)).contains(Proof.DIALBACK);
    }
}
