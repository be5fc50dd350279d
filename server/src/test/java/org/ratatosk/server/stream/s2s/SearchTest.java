package org.ratatosk.server.stream.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.stream.Dialer;
import org.ratatosk.server.testing.TurnableClock;

/** How the places of a server are gone through, with a dialler that reaches none. */
@Tag("also-federation")
class SearchTest {
    private static final Pair PAIR = new Pair("here.test", "there.test");

    @TempDir
    Path folder;

    private final List<List<Endpoint>> dialled = new ArrayList<>();
    private final List<Search.Failure> failures = new ArrayList<>();

    private PeerRules rules() {
        return new PeerRules(FederationConfig.off(), folder.resolve("rules"));
    }

    private void search(PeerRules rules, Dialer dialer, List<Endpoint> places) {
        Parts parts = new Parts(
                List.of(PAIR.local()),
                FederationConfig.off(),
                rules,
                null,
                new TurnableClock(),
                null,
                null,
                null,
                domain -> CompletableFuture.completedStage(places),
                dialer,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        Goal goal = new Goal() {
            @Override
            public Pair pair() {
                return PAIR;
            }

            @Override
            public boolean provesUs() {
                return true;
            }

            @Override
            public void failed(Search.Failure failure) {}
        };
        new Search(parts, goal, failures::add).begin();
    }

    private static Endpoint place(int priority, int port) {
        return new Endpoint(priority, "there.test", InetAddress.getLoopbackAddress(), port, false);
    }

    /** As when this server stops and dials no more. */
    @Test
    void asksForEachPlaceOnceWhenNoneOfThemIsEvenTried() {
        List<Endpoint> places = List.of(place(0, 1), place(0, 2), place(5, 3));
        search(
                rules(),
                (call, caller) -> {
                    dialled.add(call.places());
                    caller.nobody("This server stops");
                },
                places);
        assertThat(dialled).containsExactly(places.subList(0, 2), places.subList(2, 3));
        assertThat(failures).containsExactly(new Search.Failure("This server stops", true));
    }

    @Test
    void goesToNoOtherPlaceOfADomainThatHasBeenBlocked() {
        PeerRules rules = rules();
        search(
                rules,
                (call, caller) -> {
                    dialled.add(call.places());
                    rules.set("there.test", Optional.of(Security.BLOCKED));
                    call.places().forEach(place -> caller.silent(place, "nobody is there"));
                    caller.nobody("nobody is there");
                },
                List.of(place(0, 1), place(5, 2)));
        assertThat(dialled).hasSize(1);
        assertThat(failures).containsExactly(new Search.Failure("there.test is blocked here", false));
    }
}
