package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ratatosk.server.store.ProfileStore.OfSite;
import org.ratatosk.server.xml.Element;

/** What every store of what is told of accounts does. */
public abstract class ProfileStoreContract extends StoreFixture {
    private static final Element CARD = Element.builder("vcard-temp", "vCard")
            .child("FN", "Alice <&> \uD83D\uDC3F")
            .build();
    private static final OfSite SAID = new OfSite("https://example.test", "Alice", "https://example.test/alice", true);

    @Test
    void keepsTheCardAndWhatTheWebsiteSaysApart() {
        assertThat(one(tables -> tables.profiles().card(ALICE))).isEmpty();
        assertThat(is(tables -> tables.profiles().ofSite(ALICE).equals(OfSite.NOTHING)))
                .isTrue();
        write(tables -> tables.profiles().putOfSite(ALICE, SAID));
        assertThat(one(tables -> tables.profiles().card(ALICE))).isEmpty();
        write(tables -> tables.profiles().putCard(ALICE, CARD));
        write(tables -> tables.profiles().putCard(BOB, Element.of("vcard-temp", "vCard")));
        assertThat(one(tables -> tables.profiles().card(ALICE))).contains(CARD);
        assertThat(is(tables -> tables.profiles().ofSite(ALICE).equals(SAID))).isTrue();
        write(tables -> tables.profiles().putOfSite(ALICE, OfSite.NOTHING));
        assertThat(one(tables -> tables.profiles().card(ALICE))).contains(CARD);
        assertThat(is(tables -> tables.profiles().ofSite(ALICE).equals(OfSite.NOTHING)))
                .isTrue();
    }
}
