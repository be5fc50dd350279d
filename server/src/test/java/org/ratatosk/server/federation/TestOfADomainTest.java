package org.ratatosk.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.stream.s2s.Step;
import org.ratatosk.server.testing.TestServer;
import org.ratatosk.server.testing.World;

/** A domain tested step by step, as the console shows it. */
@Tag("also-federation")
class TestOfADomainTest {
    private final World world = new World();

    @AfterEach
    void stop() {
        world.close();
    }

    private static List<Step> steps(TestServer here, String domain) {
        List<Step> steps = new CopyOnWriteArrayList<>();
        here.server()
                .federation()
                .test("here.test", domain, steps::add)
                .toCompletableFuture()
                .join();
        return steps;
    }

    @Test
    void goesWell() {
        TestServer here = world.serve("here.test");
        world.serve("there.test");
        List<Step> steps = steps(here, "there.test");
        assertThat(steps).allMatch(Step::done);
        assertThat(steps.stream().map(Step::kind))
                .containsExactly(
                        Step.Kind.POLICY,
                        Step.Kind.DNS,
                        Step.Kind.CONNECT,
                        Step.Kind.TLS,
                        Step.Kind.CERTIFICATE,
                        Step.Kind.STREAM,
                        Step.Kind.PING);
    }

    @Test
    void endsWhereItFails() {
        TestServer here = world.serve(World.security("bad.test", Security.BLOCKED), "here.test");
        TestServer there = world.start(config -> config, "there.test");
        assertThat(steps(here, "bad.test")).singleElement().matches(step -> !step.done());
        assertThat(steps(here, "there.test")).last().hasToString("dns failed: There is no domain there.test");
        world.place("there.test", World.nowhere(), false);
        assertThat(steps(here, "there.test").get(2).toString())
                .startsWith("connect failed: ")
                .endsWith("): the connection is refused, so nobody listens there");
        world.place("there.test", there.server().serverStarttls().get(0), false);
        List<Step> unproved = steps(here, "there.test");
        assertThat(unproved.stream().filter(step -> !step.done()).map(Step::kind))
                .as("what is wrong is said once")
                .containsExactly(Step.Kind.CERTIFICATE);
    }
}
