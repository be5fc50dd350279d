package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;

/** What every store of block lists does. */
public abstract class BlockStoreContract extends StoreFixture {
    private static final Jid DOMAIN = Jid.of("spam.test");
    private static final Jid FULL = Jid.of("carol@other.test/phone");

    @Test
    void addsAndRemoves() {
        assertThat(set(tables -> tables.blocks().blocked(ALICE))).isEmpty();
        write(tables -> tables.blocks().add(ALICE, Set.of(BOB, DOMAIN)));
        write(tables -> tables.blocks().add(ALICE, Set.of(BOB, FULL)));
        assertThat(set(tables -> tables.blocks().blocked(ALICE))).containsExactlyInAnyOrder(BOB, DOMAIN, FULL);

        write(tables -> tables.blocks().remove(ALICE, Set.of(BOB, CAROL)));
        assertThat(set(tables -> tables.blocks().blocked(ALICE))).containsExactlyInAnyOrder(DOMAIN, FULL);
        write(tables -> tables.blocks().remove(ALICE, Set.of()));
        assertThat(set(tables -> tables.blocks().blocked(ALICE))).hasSize(2);
    }

    @Test
    void keepsOwnersApart() {
        write(tables -> tables.blocks().add(ALICE, Set.of(CAROL)));
        write(tables -> tables.blocks().add(BOB, Set.of(CAROL)));
        write(tables -> tables.blocks().remove(ALICE, Set.of(CAROL)));
        assertThat(set(tables -> tables.blocks().blocked(BOB))).containsExactly(CAROL);
    }
}
