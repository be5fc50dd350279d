package org.ratatosk.bridge.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;
import static org.ratatosk.bridge.bot.BotSite.ALICE;
import static org.ratatosk.bridge.bot.BotSite.BOB;
import static org.ratatosk.bridge.bot.BotSite.CAROL;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.cms.Sight;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig.StrangerComments;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.route.Sender.Fate;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;

/** When a message counts as taken: what it made is there and its answer handed over; and who waits for whom. */
class BotAcceptanceTest {
    private final AtomicReference<SlowCms> made = new AtomicReference<>();
    private final BotSite site = new BotSite(StrangerComments.MODERATED, inner -> {
        made.set(new SlowCms(inner));
        return made.get();
    });
    private final SlowCms cms = made.get();
    private final AtomicInteger accepted = new AtomicInteger();

    @AfterEach
    void close() {
        cms.let.countDown();
        site.close();
    }

    private static String words(Optional<Stanza> answer) {
        return answer.orElseThrow().element().childText(Stanza.NS, "body").orElse("");
    }

    @Test
    void aSlowCmsDelaysOnlyItsOwn() throws InterruptedException {
        site.engine.bring(site.message(ALICE, "1", "post: It rained"), accepted::incrementAndGet);
        site.engine.bring(site.message(ALICE, "2", "last"), accepted::incrementAndGet);
        assertThat(cms.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(site.say(BOB, "help")).contains("post [Subject]");
        assertThat(accepted).hasValue(0);
        cms.let.countDown();
        assertThat(words(site.engine.next())).contains("Posted as #1");
        assertThat(words(site.engine.next())).contains("#1 alice: It rained");
        await().untilAtomic(accepted, is(2));
    }

    @Test
    void theCallerNeverWaits() {
        CountDownLatch returned = new CountDownLatch(1);
        site.engine.bring(site.message(ALICE, "1", "post: It rained"), accepted::incrementAndGet);
        returned.countDown();
        assertThat(cms.let.getCount()).isEqualTo(1);
        assertThat(returned.getCount()).isZero();
        assertThat(accepted).hasValue(0);
    }

    @Test
    void itIsAcceptedWhenTheAnswerIsHandedOver() {
        cms.let.countDown();
        CompletableFuture<Fate> handedOver = new CompletableFuture<>();
        site.engine.fate(handedOver);
        site.engine.bring(site.message(ALICE, "1", "post: It rained"), accepted::incrementAndGet);
        assertThat(words(site.engine.next())).contains("Posted as #1");
        assertThat(accepted).hasValue(0);
        assertThat(site.journal.post(1)).isPresent();
        handedOver.complete(Fate.STORED);
        await().untilAtomic(accepted, is(1));
    }

    /** Her server reaches us and cannot be reached: her domain's stream is read on. What she made is durable all the same. */
    @Test
    void whoWritesFromElsewhereIsNotHeldByTheAnswer() throws InterruptedException {
        String code = site.identities.request("alice", CAROL.bare()).code();
        site.identities.prove(CAROL, Proof.CERTIFICATE, code);
        site.identities.setRights("alice", CAROL, Set.of(Identity.Right.values()));
        site.engine.fate(new CompletableFuture<>());
        Message message = site.message(CAROL, "1", "post: It rained");
        AtomicBoolean thereWhenAccepted = new AtomicBoolean();
        site.engine.bring(message, Proof.CERTIFICATE, () -> {
            thereWhenAccepted.set(site.journal.post(1).isPresent());
            accepted.incrementAndGet();
        });
        assertThat(cms.entered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(accepted).hasValue(0);
        cms.let.countDown();
        await().untilAtomic(accepted, is(1));
        assertThat(thereWhenAccepted).isTrue();
        String answer = words(site.engine.next());
        assertThat(answer).contains("Posted as #1");
        site.engine.bring(message, Proof.CERTIFICATE, accepted::incrementAndGet);
        assertThat(words(site.engine.next())).as("kept for a repeat").isEqualTo(answer);
    }

    @Test
    void whoSendsTooMuchFromElsewhereIsNotHeldByTheRefusal() {
        site.engine.fate(new CompletableFuture<>());
        for (int i = 0; i < 9; i++) {
            site.engine.bring(site.message(ALICE, "m" + i, "post: x"), Proof.CERTIFICATE, accepted::incrementAndGet);
        }
        assertThat(site.engine.next().orElseThrow().isError()).isTrue();
        await().untilAtomic(accepted, is(1));
    }

    @Test
    void anAnswerThatCannotBeHandedOverDoesNotHoldTheMessage() {
        cms.let.countDown();
        site.engine.fate(CompletableFuture.failedFuture(new IllegalStateException("for the test")));
        site.bring(site.message(ALICE, "1", "post: It rained"));
        assertThat(site.journal.post(1)).isPresent();
    }

    @Test
    void killedAfterThePostItComesAgainAndIsOnePost() {
        cms.let.countDown();
        cms.dies.set(true);
        Message message = site.message(ALICE, "1", "post: It rained");
        site.engine.bring(message, accepted::incrementAndGet);
        await().dontCatchUncaughtExceptions().until(() -> site.journal.post(1).isPresent() && !cms.dies.get());
        assertThat(site.ask(message)).isEqualTo("Posted as #1, for everybody: https://example.org/posts/1");
        assertThat(site.journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .hasSize(1);
        assertThat(accepted).hasValue(0);
    }

    @Test
    void whileTheProcessEndsNothingIsAccepted() {
        cms.let.countDown();
        site.stop();
        site.engine.bring(site.message(ALICE, "1", "post: It rained"), accepted::incrementAndGet);
        assertThat(site.engine.rest()).isEmpty();
        assertThat(accepted).hasValue(0);
    }

    @Test
    void whoSendsTooMuchIsToldToWait() throws InterruptedException {
        for (int i = 0; i < 8; i++) {
            site.engine.bring(site.message(ALICE, "m" + i, "post: number " + i), accepted::incrementAndGet);
        }
        assertThat(cms.entered.await(10, TimeUnit.SECONDS)).isTrue();
        site.engine.bring(site.message(ALICE, "m8", "post: number 8"), accepted::incrementAndGet);
        Stanza refusal = site.engine.next().orElseThrow();
        assertThat(refusal.isError()).isTrue();
        assertThat(refusal.id()).contains("m8");
        assertThat(refusal.toString())
                .contains("resource-constraint")
                .contains("type='wait'")
                .contains("send it again");
        assertThat(accepted).hasValue(1);
        cms.let.countDown();
        await().untilAtomic(accepted, is(9));
        assertThat(site.journal.latest(Sight.of(Viewer.member("alice")), Long.MAX_VALUE, 10))
                .hasSize(8);
    }
}
