package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.stream.s2s.Step;
import org.ratatosk.server.testing.FakePeer;
import org.ratatosk.server.testing.SilentPlace;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;

/** A domain that is at several places, not all of which answer (RFC 2782, RFC 8305), over sockets of the loopback interface. */
@Tag("also-federation")
class SeveralPlacesTest {
    private final World world = new World();
    private final SilentPlace silent = new SilentPlace("127.0.0.1");
    private final FakePeer fake = new FakePeer();
    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        world.close();
        silent.close();
        fake.close();
    }

    private static Endpoint at(int priority, InetSocketAddress address) {
        return new Endpoint(priority, "there.test", address.getAddress(), address.getPort(), false);
    }

    private TestServer here(Duration connectTime) {
        return world.serve(
                World.bounds(usual -> new Bounds(
                        usual.waitingStanzas(),
                        usual.waitingBytes(),
                        usual.allWaitingBytes(),
                        usual.waitingTime(),
                        connectTime,
                        usual.idleTime(),
                        usual.retry(),
                        usual.longestRetry(),
                        usual.stanzaBytes())),
                "here.test");
    }

    private InetSocketAddress there() {
        return world.serve("there.test").server().serverStarttls().get(0);
    }

    private CompletableFuture<Void> test(TestServer here) {
        CompletionStage<Void> ended = here.server().federation().test("here.test", "there.test", steps::add);
        assertThat(step()).startsWith("policy: ");
        assertThat(step()).startsWith("dns: ");
        return ended.toCompletableFuture();
    }

    private String step() {
        try {
            return steps.take().toString();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPlaceThatIsSilentHoldsUpNobody() {
        world.place("there.test", List.of(at(0, silent.address()), at(0, there())));
        test(here(Duration.ofHours(1)));
        assertThat(step()).startsWith("connect: ");
    }

    @Test
    void thoseOfAHigherNumberAreForWhenNoneOfALowerOneAnswers() {
        world.place("there.test", List.of(at(10, silent.address()), at(10, silent.address()), at(20, there())));
        test(here(Duration.ofSeconds(2)));
        assertThat(step()).startsWith("connect failed: ").contains("timed out");
        assertThat(step()).startsWith("connect failed: ").contains("timed out");
        assertThat(step()).startsWith("connect: ");
    }

    @Test
    void goesOnWhereAPlaceAnswersAndFails() {
        world.place("there.test", List.of(at(0, silent.address()), at(0, fake.address()), at(1, there())));
        test(here(Duration.ofHours(1)));
        fake.accept();
        assertThat(step()).startsWith("connect: ");
        silent.close();
        fake.cut();
        assertThat(step()).startsWith("stream failed: ");
        assertThat(step()).startsWith("connect failed: ").contains("refused");
        assertThat(step()).startsWith("connect: ");
    }

    @Test
    void triesOneMoreAfterAMinuteAndNoneAfterThree() {
        world.place("there.test", List.of(at(0, fake.address()), at(1, fake.address()), at(2, there())));
        TestServer here = here(Duration.ofHours(1));
        CompletableFuture<Void> ended = test(here);
        fake.accept();
        assertThat(step()).startsWith("connect: ");
        here.clock().pass(Duration.ofSeconds(61));
        assertThat(step()).startsWith("stream failed: ");
        fake.accept();
        assertThat(step()).startsWith("connect: ");
        here.clock().pass(Duration.ofSeconds(121));
        assertThat(step()).startsWith("stream failed: ");
        ended.join();
        assertThat(steps).isEmpty();
    }
}
