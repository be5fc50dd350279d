package org.ratatosk.server.stream.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.QuietOutlet;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.xml.Element;

/** What all links share, how it is divided, and what is remembered of those that are gone, on a clock that a test turns. */
@Tag("also-federation")
class LinksTest {
    private static final int SHARE_OF_LINKS = 1250;
    private static final int SHARE_OF_SEARCHES = 31;
    private static final int MOST_SEARCHES = 500;

    private final TurnableClock clock = new TurnableClock();
    private final Map<Pair, ServerConnection> offered = new HashMap<>();
    private final Map<Link, Runnable> searches = new LinkedHashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final Map<String, List<String>> told = new HashMap<>();
    private final Shares shares = new Shares(Bounds.DEFAULTS, address -> address.equals(Jid.of("bot@here.test")));
    private final Links links = new Links(
            Bounds.DEFAULTS,
            clock,
            new Pings(new StreamIds(new SecureRandom())),
            shares,
            (link, resumable) ->
                    shares.turn(link.seekers(), link::waitsItsTurn).ifPresent(ended -> searches.put(link, ended)),
            pair -> Optional.ofNullable(offered.get(pair)));

    /** A stream that takes everything. */
    private final class Stream extends QuietOutlet {
        Stream() {
            super(Jid.of("there.test"));
        }

        @Override
        public Executor loop() {
            return Runnable::run;
        }

        @Override
        public Connection.Info info() {
            return new Connection.Info("address", "", "test", clock.instant());
        }

        @Override
        public void fail(StreamError error, @Nullable Element detail) {}

        @Override
        public ManagedConnection connection() {
            throw new IllegalStateException();
        }
    }

    private void say(String from, String to, String type) {
        Element stanza = Element.builder("jabber:client", "message")
                .attr("from", from)
                .attr("to", to)
                .attr("type", type)
                .build();
        links.send(stanza, new Receipt() {
            @Override
            public void delivered() {}

            @Override
            public void refused(StanzaError error) {
                String words = error.condition().elementName() + ": " + error.text();
                errors.add(words);
                told.computeIfAbsent(from, name -> new ArrayList<>()).add(words);
            }
        });
    }

    private void say(String from, String domain) {
        say(from + "@here.test", "x@" + domain, "chat");
    }

    private void pass(Duration time) {
        clock.pass(time);
        links.tick(clock.instant());
    }

    /** All searches that are under way come to nothing. */
    private void fail(boolean temporary) {
        Map<Link, Runnable> ended = Map.copyOf(searches);
        searches.clear();
        ended.forEach((link, end) -> {
            end.run();
            link.failed(new Search.Failure("nobody is there", temporary));
        });
    }

    private List<String> searched() {
        return searches.keySet().stream().map(link -> link.pair().remote()).toList();
    }

    @Test
    void oneDomainHasAShareOfTheLinks() {
        for (int i = 0; i < SHARE_OF_LINKS; i++) {
            say("u" + i, "n" + i + ".evil.test");
        }
        assertThat(errors).isEmpty();
        say("late", "late.evil.test");
        assertThat(errors)
                .containsExactly(
                        "resource-constraint: Too many other servers are met already; evil.test has its share");
        say("late", "good.test");
        assertThat(errors).hasSize(1);
    }

    @Test
    void oneAccountHasAShareOfTheLinks() {
        for (int i = 0; i < SHARE_OF_LINKS; i++) {
            say("ann", "n" + i + ".test");
        }
        assertThat(errors).isEmpty();
        say("ann", "late.test");
        assertThat(errors)
                .containsExactly(
                        "resource-constraint: Too many other servers are met already; ann@here.test has its share");
        say("bob", "late.test");
        say("ann@here.test/desk", "x@another.test", "error");
        assertThat(errors).as("others, and answers, which others can ask for").hasSize(1);
        for (int i = 0; i <= SHARE_OF_LINKS; i++) {
            say("bot", "b" + i + ".test");
        }
        assertThat(errors).as("the bot writes for many").hasSize(1);
    }

    /** Whoever calls all that they send an answer escapes nothing, and strangers who ask take nothing of what one may say. */
    @ParameterizedTest
    @ValueSource(strings = {"error", "result"})
    void theAnswersOfOneAccountHaveAShareOfTheirOwn(String type) {
        for (int i = 0; i < SHARE_OF_LINKS; i++) {
            say("ann@here.test/desk", "x@n" + i + ".test", type);
        }
        assertThat(errors).isEmpty();
        say("ann@here.test/phone", "x@late.test", type);
        assertThat(errors)
                .containsExactly("resource-constraint: Too many other servers are met already;"
                        + " ann@here.test answers has its share");
        say("ann", "late.test");
        assertThat(errors).hasSize(1);
    }

    /** Domains are cheap, and each can prove as many pairs as it likes: what nothing is sent to takes nothing. */
    @Test
    void aWayThatIsOnlyOfferedMakesNoLink() {
        ServerConnection way = new ServerConnection(new Stream(), Limits.defaults(), clock, false);
        Pair pair = new Pair("here.test", "there.test");
        offered.put(pair, way);
        links.offer(pair, way);
        assertThat(links.all()).isEmpty();
        say("ann", "there.test");
        assertThat(links.all()).hasSize(1);
        assertThat(searches).as("the way is there").isEmpty();
        way.discard();
        pass(Duration.ofSeconds(2));
        assertThat(searched()).as("the way is gone").containsExactly("there.test");
    }

    @Test
    void linksInVainLeaveAfterSecondsAndArePausedAllTheSame() {
        say("ann", "there.test");
        for (int pause = 1; pause <= 32; pause *= 2) {
            fail(true);
            pass(Duration.ofSeconds(pause == 32 ? 11 : pause));
        }
        assertThat(errors).containsExactly("remote-server-timeout: there.test cannot be reached: nobody is there");
        assertThat(links.all()).isEmpty();
        assertThat(links.inVain()).containsOnly(Map.entry(new Pair("here.test", "there.test"), "nobody is there"));
        say("ann", "there.test");
        assertThat(links.inVain()).isEmpty();
        pass(Duration.ofSeconds(20));
        assertThat(searches).as("half a minute of pause was left").isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(searched()).containsExactly("there.test");
        assertThat(errors).hasSize(1);
    }

    @Test
    void whatIsRememberedOfLinksInVainIsBounded() {
        for (int i = 0; i < 6000; i++) {
            say("u" + i, "n" + i + ".test");
            fail(false);
        }
        pass(Duration.ofSeconds(11));
        assertThat(links.all()).isEmpty();
        assertThat(links.inVain()).hasSizeBetween(1, 5000);
        say("bot", "late.test");
        fail(false);
        pass(Duration.ofMinutes(16));
        pass(Duration.ofMinutes(16));
        assertThat(links.inVain()).isEmpty();
    }

    @Test
    void whoHasNoTurnWaitsWithoutAFailure() {
        for (int i = 0; i <= SHARE_OF_SEARCHES; i++) {
            say("u" + i, "n" + i + ".evil.test");
        }
        assertThat(searches).hasSize(SHARE_OF_SEARCHES);
        say("u0", "good.test");
        assertThat(searched()).contains("good.test").doesNotContain("n31.evil.test");
        assertThat(links.all()).allMatch(link -> link.lastError().isEmpty());
        fail(true);
        pass(Duration.ofMillis(500));
        assertThat(searched()).as("those that failed pause").containsExactly("n31.evil.test");
        assertThat(errors).isEmpty();
    }

    @Test
    void whatHadNoTurnInTimeComesBackWithTheReason() {
        for (int i = 0; i <= SHARE_OF_SEARCHES; i++) {
            say("ann", "n" + i + ".test");
        }
        pass(Duration.ofSeconds(61));
        assertThat(errors)
                .hasSize(SHARE_OF_SEARCHES + 1)
                .containsOnlyOnce("resource-constraint: Too many other servers are being looked for;"
                        + " ann@here.test has its share")
                .contains("remote-server-timeout: n0.test cannot be reached now");
    }

    /** Whoever wants a domain first does not decide for others when it is looked for. */
    @Test
    void anotherAccountCanGiveItsTurn() {
        for (int i = 0; i <= SHARE_OF_SEARCHES; i++) {
            say("ann", "n" + i + ".test");
        }
        assertThat(searched()).doesNotContain("n31.test");
        say("bob", "n31.test");
        assertThat(searched()).contains("n31.test");
    }

    /** An account is named to nobody but itself. */
    @Test
    void nobodyIsToldWhoElseWritesToADomain() {
        for (int i = 0; i <= SHARE_OF_SEARCHES; i++) {
            say("bob", "b" + i + ".test");
            say("ann", "a" + i + ".test");
        }
        say("bob", "a31.test");
        assertThat(searched()).doesNotContain("a31.test");
        pass(Duration.ofSeconds(61));
        for (String name : List.of("ann@here.test", "bob@here.test")) {
            assertThat(told.get(name))
                    .filteredOn(words -> words.contains("@"))
                    .isNotEmpty()
                    .allMatch(words -> words.endsWith("; " + name + " has its share"));
        }
    }

    private void crowd() {
        for (int i = 0; searches.size() < MOST_SEARCHES; i++) {
            say("u" + i / SHARE_OF_SEARCHES, "n" + i + ".d" + i / SHARE_OF_SEARCHES + ".test");
        }
        say("u0", "more.d0.test");
        say("u17", "first.d17.test");
        say("u16", "more.d16.test");
        assertThat(searches).hasSize(MOST_SEARCHES);
    }

    private void endOne(String domain) {
        Link link = searches.keySet().stream()
                .filter(each -> each.pair().remote().equals(domain))
                .findFirst()
                .orElseThrow();
        searches.remove(link).run();
        link.failed(new Search.Failure("nobody is there", false));
    }

    @Test
    void whoHasTheFewestSearchesIsNext() {
        crowd();
        endOne("n0.d0.test");
        pass(Duration.ofMillis(100));
        assertThat(searched()).contains("first.d17.test").doesNotContain("more.d0.test", "more.d16.test");
        endOne("n1.d0.test");
        pass(Duration.ofMillis(100));
        assertThat(searched()).contains("more.d16.test").doesNotContain("more.d0.test");
    }

    @Test
    void nobodyJumpsTheQueue() {
        crowd();
        endOne("n0.d0.test");
        say("u0", "quick.d0.test");
        assertThat(searched()).doesNotContain("quick.d0.test");
        pass(Duration.ofMillis(100));
        assertThat(searched()).contains("first.d17.test").doesNotContain("quick.d0.test");
    }
}
