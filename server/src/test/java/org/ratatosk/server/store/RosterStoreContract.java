package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.RosterStore.Change;
import org.ratatosk.server.xml.Element;

/** What every store of rosters does. */
public abstract class RosterStoreContract extends StoreFixture {
    private static RosterItem item(Jid contact, Subscription subscription, String... groups) {
        return new RosterItem(contact, "Name & \"more\"", List.of(groups), subscription, true, false, "site");
    }

    @Test
    void keepsItemsAsTheyAre() {
        RosterItem odd = item(CAROL, Subscription.TO, "Friends", "a\nb", "back\\slash\\n", "", "\uD83D\uDC3F");
        RosterItem plain = new RosterItem(BOB, "", List.of(), Subscription.NONE, false, true, "");
        write(tables -> {
            tables.rosters().put(ALICE, odd);
            tables.rosters().put(ALICE, plain);
        });
        assertThat(list(tables -> tables.rosters().items(ALICE))).containsExactlyInAnyOrder(odd, plain);
        assertThat(list(tables -> tables.rosters().items(BOB))).isEmpty();
    }

    @Test
    void replacesAnItem() {
        write(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.TO, "x")));
        write(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.BOTH)));
        assertThat(list(tables -> tables.rosters().items(ALICE))).containsExactly(item(BOB, Subscription.BOTH));
    }

    @Test
    void countsVersionsForEachOwner() {
        assertThat(number(tables -> tables.rosters().version(ALICE))).isZero();
        long first = ask(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.TO)));
        long second = ask(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.TO)));
        long third = ask(tables -> tables.rosters().remove(ALICE, BOB));
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates().isSorted();
        assertThat(first).isPositive();
        assertThat(number(tables -> tables.rosters().version(ALICE))).isEqualTo(third);
        assertThat(number(tables -> tables.rosters().version(BOB))).isZero();
    }

    @Test
    void tellsTheLastChangeOfEachContact() {
        long first = ask(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.TO)));
        long second = ask(tables -> tables.rosters().put(ALICE, item(CAROL, Subscription.FROM)));
        long third = ask(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.BOTH)));
        long fourth = ask(tables -> tables.rosters().remove(ALICE, CAROL));

        Change changed = new Change(third, item(BOB, Subscription.BOTH), false);
        RosterItem gone = new RosterItem(CAROL, "", List.of(), Subscription.NONE, false, false, "");
        Change removed = new Change(fourth, gone, true);
        for (long since : List.of(0L, first, second)) {
            assertThat(list(tables ->
                            tables.rosters().changesAfter(ALICE, since).orElseThrow()))
                    .containsExactly(changed, removed);
        }
        assertThat(list(tables -> tables.rosters().changesAfter(ALICE, third).orElseThrow()))
                .containsExactly(removed);
        assertThat(list(tables -> tables.rosters().changesAfter(ALICE, fourth).orElseThrow()))
                .isEmpty();
        assertThat(list(tables -> tables.rosters().items(ALICE))).containsExactly(item(BOB, Subscription.BOTH));
    }

    @Test
    void takesARemovedContactBack() {
        write(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.TO)));
        long removed = ask(tables -> tables.rosters().remove(ALICE, BOB));
        long back = ask(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.NONE)));
        assertThat(list(tables -> tables.rosters().items(ALICE))).containsExactly(item(BOB, Subscription.NONE));
        assertThat(list(tables -> tables.rosters().changesAfter(ALICE, removed).orElseThrow()))
                .containsExactly(new Change(back, item(BOB, Subscription.NONE), false));
    }

    @Test
    void forgetsOldRemovalsAndSaysSo() {
        write(tables -> tables.rosters().put(ALICE, item(BOB, Subscription.TO)));
        List<Long> removals = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Jid contact = Jid.of("c" + i + "@example.net");
            write(tables -> tables.rosters().put(ALICE, item(contact, Subscription.TO)));
            removals.add(ask(tables -> tables.rosters().remove(ALICE, contact)));
        }
        long last = removals.get(59);
        long floor = last - RosterStore.TOLD_VERSIONS;
        for (long since : List.of(0L, removals.get(0), floor - 1)) {
            assertThat(list(tables ->
                            tables.rosters().changesAfter(ALICE, since).stream().toList()))
                    .as("after " + since)
                    .isEmpty();
        }
        List<Change> told =
                list(tables -> tables.rosters().changesAfter(ALICE, floor).orElseThrow());
        assertThat(told).allMatch(Change::removed);
        assertThat(told).extracting(Change::version).containsExactlyElementsOf(removals.subList(35, 60));
        assertThat(number(tables -> tables.rosters().version(ALICE))).isEqualTo(last);
        assertThat(list(tables -> tables.rosters().items(ALICE))).containsExactly(item(BOB, Subscription.TO));
    }

    @Test
    void keepsRequestsOldestFirst() {
        Element fromCarol = request("one");
        Element fromBob = request("two");
        write(tables -> tables.rosters().putPendingIn(ALICE, CAROL, fromCarol));
        write(tables -> tables.rosters().putPendingIn(ALICE, BOB, fromBob));
        assertThat(map(tables -> tables.rosters().pendingIn(ALICE)))
                .containsExactly(Map.entry(CAROL, fromCarol), Map.entry(BOB, fromBob));

        write(tables -> tables.rosters().putPendingIn(ALICE, CAROL, request("three")));
        assertThat(map(tables -> tables.rosters().pendingIn(ALICE))).hasSize(2).containsEntry(CAROL, request("three"));

        write(tables -> tables.rosters().removePendingIn(ALICE, CAROL));
        write(tables -> tables.rosters().removePendingIn(ALICE, CAROL));
        assertThat(map(tables -> tables.rosters().pendingIn(ALICE))).containsOnlyKeys(BOB);
        assertThat(map(tables -> tables.rosters().pendingIn(BOB))).isEmpty();
    }

    private static Element request(String status) {
        return Element.builder("jabber:client", "presence")
                .attr("type", "subscribe")
                .child("status", status + " <&>")
                .child(Element.of("urn:example", "x"))
                .build();
    }
}
