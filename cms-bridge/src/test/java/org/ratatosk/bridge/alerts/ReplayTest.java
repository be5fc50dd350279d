package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.bridge.alerts.World.Death;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Message;

/**
 * An address hears of an event under one stanza id, whatever happens on the way: kills between matching and keeping and right after
 * it, subscriptions in several ways, given up and asked for again, addresses that change hands, tries that somebody asks for.
 */
class ReplayTest {
    private static final String FAR = "bob@far.test";
    private static final String STRANGER = "carol@far.test";

    @TempDir
    private Path folder;

    private static World world(Path folder) {
        World world = new World(folder, new AlertSettings(100, 100, 10_000));
        world.site.join("alice", "bob", "dave");
        world.site.link("bob", FAR, Identity.Right.ALERTS);
        for (String words : Set.of("alice", "tag goats", "all")) {
            world.sub("bob", words);
            world.sub("bob", FAR, words);
            world.sub(null, STRANGER, words);
        }
        return world;
    }

    @Test
    void deathBeforeAndAfterAlertsAreKept() {
        try (World world = world(folder)) {
            world.site.post("alice", "", "text", "goats");
            for (Death where : Death.values()) {
                world.kill(where);
                world.alerts().round();
                world.restart();
            }
            world.settle();
            assertThat(ids(world))
                    .hasSize(3)
                    .allSatisfy((what, ids) -> assertThat(ids).hasSize(1));
        }
    }

    @RepeatedTest(10)
    void whateverHappens(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        try (World world = world(folder)) {
            for (int step = 0; step < 60; step++) {
                something(world, random);
            }
            world.site.link("bob", FAR, Identity.Right.ALERTS);
            world.pass(7_200);
            world.restart();
            world.settle();
            assertThat(world.kept().fanOut().open()).isEmpty();
            assertThat(ids(world))
                    .hasSizeGreaterThan(3)
                    .allSatisfy((what, ids) -> assertThat(ids).as(what).hasSize(1));
        }
    }

    private static void something(World world, Random random) {
        switch (random.nextInt(10)) {
            case 0 -> world.site.post(random.nextBoolean() ? "alice" : "dave", "", "text", "goats", "hills");
            case 1 -> {
                world.kill(Death.values()[random.nextInt(2)]);
                world.alerts().round();
                world.restart();
            }
            case 2 -> world.restart();
            case 3 -> again(world, "bob", TestSite.home("bob").toString());
            case 4 -> again(world, null, STRANGER);
            case 5 -> handedOver(world, random.nextBoolean() ? "bob" : "dave");
            case 6 -> retryOne(world, random);
            case 7 -> world.pass(10);
            default -> world.alerts().round();
        }
    }

    private static void again(World world, @Nullable String member, String address) {
        Jid jid = Jid.of(address);
        world.alerts().subscriptions().unsubscribe(member, jid, Topic.EVERYTHING);
        world.alerts().subscriptions().subscribe(member, jid, Topic.EVERYTHING);
    }

    /** The address is given up, and proved anew, perhaps by somebody else. */
    private static void handedOver(World world, String to) {
        world.kept().subscriptions().forgetAddress(Jid.of(FAR));
        world.site.unlink(FAR);
        world.site.link(to, FAR, Identity.Right.ALERTS);
        world.sub(to, FAR, "alice");
        world.sub(to, FAR, "all");
    }

    private static void retryOne(World world, Random random) {
        world.all().stream()
                .filter(alert -> alert.state() == Alert.State.WAITING)
                .skip(random.nextInt(3))
                .findFirst()
                .ifPresent(alert -> world.alerts().retry(alert.id()));
    }

    /** The ids under which each address heard of each number, as it was sent and as it is kept. */
    private static Map<String, Set<String>> ids(World world) {
        Map<String, Set<String>> ids = new HashMap<>();
        Map<String, String> numbers = new HashMap<>();
        for (Alert alert : world.all()) {
            String what = alert.address() + " #" + alert.number();
            numbers.put(alert.stanzaId(), what);
            ids.computeIfAbsent(what, key -> new HashSet<>()).add(alert.stanzaId());
        }
        for (Message message : world.sender.messages()) {
            // an id that nothing is kept of was made a second time
            String id = message.id().orElseThrow();
            assertThat(numbers).containsKey(id);
            ids.computeIfAbsent(numbers.get(id), key -> new HashSet<>()).add(id);
        }
        return ids;
    }
}
