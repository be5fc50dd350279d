package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.outbox.Alert;

/** What waits for the end of quiet hours, or for somebody's return. It is noon in UTC when it begins. */
class HeldTest {
    private static final String BOB = "bob@example.org";
    private World world;
    private TestSite site;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new World(folder, new AlertSettings(100, 20, 10_000));
        site = world.site;
        site.join("alice", "bob", "carol");
        world.sub("bob", "alice");
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void manner(String quiet, boolean list) {
        world.kept()
                .manners()
                .put("bob", Manner.PLAIN.withQuiet(quiet).orElseThrow().withList(list));
    }

    private List<String> heard() {
        return world.sender.bodies(BOB);
    }

    @Test
    void inQuietHoursNothingComesAndAfterThemAllOfIt() {
        manner("14:00-16:00 Europe/Helsinki", false);
        site.post("alice", "", "one");
        long two = site.post("alice", "", "two");
        world.settle();
        assertThat(heard()).isEmpty();
        assertThat(world.trace("bob", two).sentence()).contains("quiet hours: 14:00-16:00 Europe/Helsinki");
        world.restart();
        world.pass(7_100);
        assertThat(heard()).isEmpty();
        world.pass(101);
        assertThat(heard()).singleElement().asString().contains("2 things", "one https://", "two https://");
        assertThat(world.trace("bob", two).outcome()).isEqualTo(Trace.Outcome.LISTED);
        world.pass(100_000);
        assertThat(heard()).hasSize(1);
    }

    @Test
    void oneAlertThatWasHeldComesAsItIs() {
        manner("11:00-13:00", false);
        site.post("alice", "", "one");
        world.settle();
        world.pass(3_700);
        assertThat(heard()).singleElement().asString().startsWith("alice posted #1: one");
        assertThat(world.only().state()).isEqualTo(Alert.State.SENT);
    }

    @Test
    void whoIsAwayFindsOneListAndWhoIsThereHearsAtOnce() {
        manner("off", true);
        site.away("bob", true);
        for (int i = 0; i < 3; i++) {
            site.post("alice", "", "news " + i);
        }
        world.pass(100_000);
        assertThat(heard()).isEmpty();
        site.away("bob", false);
        world.pass(61);
        assertThat(heard()).singleElement().asString().contains("3 things", "news 0", "news 1", "news 2");
        site.post("alice", "", "later");
        world.settle();
        assertThat(heard()).hasSize(2);
    }

    @Test
    void whatMayNotBeSeenAnyMoreIsInNoListAndOthersStayWithTheirOwnManner() {
        manner("off", true);
        world.sub("carol", "alice");
        site.away("bob", true);
        site.away("carol", true);
        long gone = site.post("alice", "", "gone");
        site.post("alice", "", "one");
        site.post("alice", "", "two");
        world.settle();
        assertThat(world.sender.bodies("carol@example.org")).hasSize(3);
        site.delete(gone);
        site.away("bob", false);
        world.pass(61);
        assertThat(heard()).singleElement().asString().contains("2 things").doesNotContain("gone");
    }

    @Test
    void whatDoesNotFitIntoOneListComesInTheNext() {
        manner("off", true);
        site.away("bob", true);
        for (int i = 0; i < 100; i++) {
            site.post("alice", "", "news " + i + " " + "x".repeat(180));
        }
        world.settle();
        site.away("bob", false);
        world.pass(61);
        assertThat(heard()).hasSizeBetween(2, 5).allMatch(body -> body.length() <= Notice.MAX_TEXT);
        for (int i = 0; i < 100; i++) {
            String one = "news " + i + " ";
            assertThat(heard().stream().filter(body -> body.contains(one))).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "22:00-7:00 UTC, 21:59, false",
        "22:00-7:00 UTC, 22:00, true",
        "22:00-7:00 UTC, 06:59, true",
        "22:00-7:00 UTC, 07:00, false",
        "9 to 17, 09:00, true",
        "9 to 17, 17:00, false",
        "23:00-1:00 Asia/Tokyo, 15:30, true",
    })
    void hoursGoPastMidnightAndHaveAZone(String words, String time, boolean quiet) {
        Manner manner = Manner.PLAIN.withQuiet(words).orElseThrow();
        Instant now = Instant.parse("2026-03-01T" + LocalTime.parse(time) + ":00Z");
        assertThat(manner.isQuiet(now)).isEqualTo(quiet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "24:00-7:00", "7:00-7:00", "7:61-8:00", "22-7 Nowhere/Land", "soon"})
    void otherWordsAreNoHours(String words) {
        assertThat(Manner.PLAIN.withQuiet(words)).isEmpty();
    }
}
