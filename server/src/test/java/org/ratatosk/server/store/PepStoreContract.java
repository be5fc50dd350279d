package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.store.PepStore.Item;
import org.ratatosk.server.store.PepStore.Node;
import org.ratatosk.server.xml.Element;

/** What every store of published items does. */
public abstract class PepStoreContract extends StoreFixture {
    private static final String TUNE = "http://jabber.org/protocol/tune";
    private static final Item FIRST = new Item("1", Element.of(TUNE, "tune"), NOON);
    private static final Item SECOND = new Item("2", Element.of(TUNE, "tune", "<Hey & \uD83D\uDC3F>"), NOON);

    @Test
    void keepsTheLastItemOfANode() {
        assertThat(list(tables -> tables.pep().nodes(ALICE))).isEmpty();
        assertThat(one(tables -> tables.pep().item(ALICE, TUNE))).isEmpty();
        write(tables -> tables.pep().put(ALICE, TUNE, Access.PRESENCE));
        assertThat(list(tables -> tables.pep().nodes(ALICE))).containsExactly(new Node(TUNE, Access.PRESENCE, null));
        write(tables -> tables.pep().publish(ALICE, TUNE, FIRST));
        write(tables -> tables.pep().publish(ALICE, TUNE, SECOND));
        assertThat(one(tables -> tables.pep().item(ALICE, TUNE))).contains(SECOND);
        write(tables -> tables.pep().put(ALICE, TUNE, Access.OPEN));
        assertThat(list(tables -> tables.pep().nodes(ALICE))).containsExactly(new Node(TUNE, Access.OPEN, "2"));
    }

    @Test
    void publishesNothingWhereThereIsNoNode() {
        write(tables -> tables.pep().publish(ALICE, TUNE, FIRST));
        assertThat(list(tables -> tables.pep().nodes(ALICE))).isEmpty();
    }

    @Test
    void takesItemsAndNodesAway() {
        for (String node : new String[] {"a", "b"}) {
            write(tables -> tables.pep().put(ALICE, node, Access.WHITELIST));
            write(tables -> tables.pep().publish(ALICE, node, FIRST));
        }
        write(tables -> tables.pep().put(BOB, "a", Access.OPEN));
        write(tables -> tables.pep().retract(ALICE, "a"));
        assertThat(one(tables -> tables.pep().item(ALICE, "a"))).isEmpty();
        write(tables -> tables.pep().delete(ALICE, "b"));
        write(tables -> tables.pep().delete(ALICE, "c"));
        assertThat(list(tables -> tables.pep().nodes(ALICE))).containsExactly(new Node("a", Access.WHITELIST, null));
        assertThat(list(tables -> tables.pep().nodes(BOB))).hasSize(1);
    }
}
