package org.ratatosk.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore.Filter;
import org.ratatosk.server.store.ArchiveStore.Page;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.WrittenSize;

/** What every archive does. */
public abstract class ArchiveStoreContract extends StoreFixture {
    private static final Filter ALL = new Filter(null, null, null, null, null, false, 100);

    /** Ten messages with Bob (even) and Carol (odd), a second apart; the ids are not in the order of the alphabet. */
    private void tenMessages() {
        write(tables -> {
            for (int i = 0; i < 10; i++) {
                tables.archive().append(message(ALICE, id(i), i % 2 == 0 ? BOB : CAROL, NOON.plusSeconds(i), ""));
            }
            tables.archive().append(message(BOB, id(0), CAROL, NOON, ""));
        });
    }

    private static String id(int i) {
        return (char) ('z' - i) + "-" + i;
    }

    private Page query(Filter filter) {
        return read(tables -> tables.archive().query(ALICE, filter)).orElseThrow();
    }

    private static List<Integer> numbers(Page page) {
        return page.messages().stream()
                .map(m -> Integer.valueOf(m.id().substring(2)))
                .toList();
    }

    private static Filter page(@Nullable String after, @Nullable String before, boolean backwards, int max) {
        return new Filter(null, null, null, after, before, backwards, max);
    }

    private void assertPage(Filter filter, List<Integer> expected, int total, int first, boolean complete) {
        Page page = query(filter);
        assertThat(numbers(page)).isEqualTo(expected);
        assertThat(page.total()).isEqualTo(total);
        assertThat(page.firstIndex()).isEqualTo(first);
        assertThat(page.complete()).isEqualTo(complete);
    }

    @Test
    void givesBackWhatItGot() {
        ArchivedMessage undelivered = message(ALICE, "1", BOB, NOON, "key");
        ArchivedMessage delivered =
                message(ALICE, "2", CAROL, NOON.plusMillis(1), "").delivered();
        write(tables -> {
            assertThat(tables.archive().append(undelivered)).isTrue();
            assertThat(tables.archive().append(delivered)).isTrue();
        });
        assertThat(query(ALL).messages()).containsExactly(undelivered, delivered);
        assertThat(is(tables -> tables.archive().contains(ALICE, "1"))).isTrue();
        assertThat(is(tables -> tables.archive().contains(BOB, "1"))).isFalse();
    }

    /** A clock that went backwards must not bring messages out of order, nor hide new ones from who asks for those after. */
    @Test
    void ordersByAppending() {
        write(tables -> {
            tables.archive().append(message(ALICE, "2", BOB, NOON, ""));
            tables.archive().append(message(ALICE, "3", BOB, NOON.minusSeconds(5), ""));
            tables.archive().append(message(ALICE, "1", BOB, NOON.minusSeconds(9), ""));
        });
        assertThat(query(ALL).messages()).extracting(ArchivedMessage::id).containsExactly("2", "3", "1");
        assertThat(query(page("3", null, false, 5)).messages())
                .extracting(ArchivedMessage::id)
                .containsExactly("1");
        assertThat(undelivered("", 2)).containsExactly("2", "3");
    }

    @Test
    void isEmptyAtFirst() {
        assertPage(ALL, List.of(), 0, 0, true);
    }

    @Test
    void pagesForwards() {
        tenMessages();
        assertPage(ALL, List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), 10, 0, true);
        assertPage(page(null, null, false, 4), List.of(0, 1, 2, 3), 10, 0, false);
        assertPage(page(id(3), null, false, 4), List.of(4, 5, 6, 7), 10, 4, false);
        assertPage(page(id(7), null, false, 2), List.of(8, 9), 10, 8, true);
        assertPage(page(id(7), null, false, 4), List.of(8, 9), 10, 8, true);
        assertPage(page(id(9), null, false, 4), List.of(), 10, 0, true);
    }

    @Test
    void pagesBackwards() {
        tenMessages();
        assertPage(page(null, null, true, 4), List.of(6, 7, 8, 9), 10, 6, false);
        assertPage(page(null, id(6), true, 4), List.of(2, 3, 4, 5), 10, 2, false);
        assertPage(page(null, id(2), true, 4), List.of(0, 1), 10, 0, true);
        assertPage(page(null, id(0), true, 4), List.of(), 10, 0, true);
        assertPage(page(id(2), id(7), true, 3), List.of(4, 5, 6), 10, 4, false);
        assertPage(page(id(2), id(7), false, 10), List.of(3, 4, 5, 6), 10, 3, true);
    }

    @Test
    void countsWithoutMessages() {
        tenMessages();
        assertPage(page(null, null, false, 0), List.of(), 10, 0, false);
    }

    @Test
    void saysWhenAnIdIsNotThere() {
        tenMessages();
        assertThat(one(tables -> tables.archive().query(ALICE, page("nowhere", null, false, 5))))
                .isEmpty();
        assertThat(one(tables -> tables.archive().query(ALICE, page(null, "' OR 1=1 --", true, 5))))
                .isEmpty();
        assertThat(one(tables -> tables.archive().query(CAROL, page(id(0), null, false, 5))))
                .isEmpty();
    }

    @Test
    void findsThoseWithABareAddress() {
        tenMessages();
        Filter with = new Filter(CAROL, null, null, null, null, false, 3);
        assertPage(with, List.of(1, 3, 5), 5, 0, false);
        assertPage(new Filter(CAROL, null, null, id(4), null, false, 3), List.of(5, 7, 9), 5, 2, true);
        assertPage(new Filter(Jid.of("nobody@example.test"), null, null, null, null, false, 3), List.of(), 0, 0, true);
    }

    @Test
    void findsThoseWithAFullAddress() {
        tenMessages();
        assertThat(numbers(query(new Filter(CAROL.withResource("phone"), null, null, null, null, false, 9))))
                .containsExactly(1, 3, 5, 7, 9);
        assertThat(numbers(query(new Filter(CAROL.withResource("desk"), null, null, null, null, false, 9))))
                .isEmpty();
    }

    @Test
    void findsThoseOfATime() {
        tenMessages();
        Instant start = NOON.plusSeconds(3);
        Instant end = NOON.plusSeconds(6);
        assertPage(new Filter(null, start, end, null, null, false, 9), List.of(3, 4, 5, 6), 4, 0, true);
        assertPage(new Filter(null, start.plusNanos(1000), null, null, null, false, 2), List.of(4, 5), 6, 0, false);
        assertPage(new Filter(null, null, end.minusNanos(1000), null, null, true, 2), List.of(4, 5), 6, 4, false);
        assertPage(new Filter(BOB, start, end, null, null, false, 9), List.of(4, 6), 2, 0, true);
    }

    @Test
    void keepsAMessageOnceForEachKey() {
        write(tables -> {
            assertThat(tables.archive().append(message(ALICE, "1", BOB, NOON, "key")))
                    .isTrue();
            assertThat(tables.archive().append(message(ALICE, "2", BOB, NOON, "key")))
                    .isFalse();
            assertThat(tables.archive().append(message(BOB, "1", ALICE, NOON, "key")))
                    .isTrue();
            assertThat(tables.archive().append(message(ALICE, "3", BOB, NOON, "")))
                    .isTrue();
            assertThat(tables.archive().append(message(ALICE, "4", BOB, NOON, "")))
                    .isTrue();
        });
        assertThat(query(ALL).messages()).extracting(ArchivedMessage::id).containsExactly("1", "3", "4");
    }

    @Test
    void findsMessagesByTheirIds() {
        tenMessages();
        List<String> found = new ArrayList<>();
        read(tables -> tables.archive().find(ALICE, List.of(id(7), "nowhere", id(2), id(7))))
                .forEach(message -> found.add(message.id()));
        assertThat(found).containsExactly(id(2), id(7));
        assertThat(read(tables -> tables.archive().find(ALICE, List.of(id(2))))
                        .get(0)
                        .undelivered())
                .isTrue();
    }

    @Test
    void comparesKeysOfAnyLength() {
        String key = "k".repeat(10_000);
        write(tables -> {
            assertThat(tables.archive().append(message(ALICE, "1", BOB, NOON, key + "1")))
                    .isTrue();
            assertThat(tables.archive().append(message(ALICE, "2", BOB, NOON, key + "2")))
                    .isTrue();
            assertThat(tables.archive().append(message(ALICE, "3", BOB, NOON, key + "1")))
                    .isFalse();
        });
    }

    @Test
    void handsOutWhatIsNotDeliveredUntilItIs() {
        tenMessages();
        assertThat(undelivered("", 3)).containsExactly(id(0), id(1), id(2));
        assertThat(number(tables -> tables.archive().countUndelivered(ALICE))).isEqualTo(10);

        write(tables -> tables.archive().markDelivered(ALICE, List.of(id(0), id(2), "nowhere")));
        write(tables -> tables.archive().markDelivered(ALICE, List.of(id(0))));
        assertThat(undelivered("", 3)).containsExactly(id(1), id(3), id(4));
        assertThat(undelivered(id(3), 2)).containsExactly(id(4), id(5));
        assertThat(number(tables -> tables.archive().countUndelivered(ALICE))).isEqualTo(8);
        assertThat(number(tables -> tables.archive().countUndelivered(BOB))).isEqualTo(1);
        assertThat(query(ALL).messages())
                .extracting(ArchivedMessage::undelivered)
                .startsWith(false, true, false);
        assertThat(query(ALL).total()).isEqualTo(10);
    }

    @Test
    void knowsHowManyBytesAreNotDelivered() {
        Element small = message(ALICE, "1", BOB, NOON, "").message();
        Element large = small.with(Element.of("urn:example:\u00e9", "word", "\u20ac\ud83d\udc3f & more".repeat(1000)));
        assertThat(bytes()).isZero();
        write(tables -> {
            tables.archive().append(new ArchivedMessage(ALICE, "1", BOB, NOON, small, true, ""));
            tables.archive().append(new ArchivedMessage(ALICE, "2", BOB, NOON, large, true, ""));
            tables.archive().append(new ArchivedMessage(BOB, "3", ALICE, NOON, small, true, ""));
        });
        long both = WrittenSize.of(small) + WrittenSize.of(large);
        assertThat(bytes()).isEqualTo(both);
        write(tables -> tables.archive().markDelivered(ALICE, List.of("2")));
        assertThat(bytes()).isEqualTo(WrittenSize.of(small));
    }

    private long bytes() {
        Long bytes = read(tables -> tables.archive().undeliveredBytes(ALICE));
        return bytes;
    }

    private List<String> undelivered(String after, int limit) {
        List<String> ids = new ArrayList<>();
        read(tables -> tables.archive().undelivered(ALICE, after, limit)).forEach(m -> ids.add(m.id()));
        return ids;
    }
}
