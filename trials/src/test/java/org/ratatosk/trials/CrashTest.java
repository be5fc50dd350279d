package org.ratatosk.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The server is killed at random moments amid posts, alerts and messages to somebody who is away. Whatever it had accepted, by
 * acknowledging the stanza (XEP-0198) or by the bot's answer, is there after the restart; no post is there twice.
 * {@code -Dratatosk.crash.rounds=N} sets how often, {@code -Dratatosk.crash.seed=N} repeats the same moments.
 */
@Tag("crash")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashTest {
    private static final int ROUNDS = Integer.getInteger("ratatosk.crash.rounds", 20);
    private static final long SEED = Long.getLong("ratatosk.crash.seed", System.nanoTime());
    private static final String PASSWORD = "Ragnarok-comes-often";

    private Product product;

    @BeforeAll
    void start() throws Exception {
        Quiet.smack();
        product = new Product("site.limits { alerts-per-hour = 1000000 }\n");
        product.start();
        for (String jid : new String[] {Stage.ALICE, Stage.BOB, Stage.CAROL}) {
            product.account(jid, PASSWORD);
        }
    }

    @AfterAll
    void end() throws IOException {
        product.close();
    }

    @TestFactory
    Stream<DynamicTest> losesNothingThatWasAccepted() throws Exception {
        System.out.println("Kill rounds: " + ROUNDS + ", seed " + SEED);
        Random random = new Random(SEED);
        Trust trust = Trust.in(product.authority());
        Ledger ledger = new Ledger();
        Stream<DynamicTest> rounds = IntStream.rangeClosed(1, ROUNDS)
                .mapToObj(round -> DynamicTest.dynamicTest(
                        "round " + round, () -> new KillRound(product, trust, PASSWORD, ledger, round).play(random)));
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest("bob follows alice", () -> follow(trust))),
                Stream.concat(rounds, Stream.of(DynamicTest.dynamicTest("the sum", () -> judge(ledger)))));
    }

    private void follow(Trust trust) throws Exception {
        try (Person bob = Person.login(product, trust, Stage.BOB, PASSWORD, line -> {})) {
            assertThat(Person.body(bob.ask("sub alice"))).contains("alice");
        }
    }

    private static void judge(Ledger ledger) {
        System.out.println(ledger.summary());
        assertThat(ledger.posts()).as("posts that were accepted in all rounds").isGreaterThan(ROUNDS);
        assertThat(ledger.messages())
                .as("messages that were accepted in all rounds")
                .isGreaterThan(ROUNDS);
    }
}
