package org.ratatosk.server.stream.s2s;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stream.ManagedConnection;
import org.ratatosk.server.stream.QuietOutlet;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.xml.Element;

/** What waits for a way, in which order it leaves, when the next attempt is due and what comes back, on a clock that a test turns. */
@Tag("also-federation")
class LinkTest {
    private static final Bounds BOUNDS = new Bounds(
            5,
            10_000,
            100_000,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(200),
            100_000);

    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-05-01T12:00:00Z"));
    private final List<String> events = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<Optional<ServerConnection>> attempts = new ArrayList<>();
    private Optional<ServerConnection> offered = Optional.empty();
    private final Pings pings = new Pings(new StreamIds(new SecureRandom()));
    private final Link link = new Link(
            new Pair("here.test", "there.test"),
            BOUNDS,
            clock,
            pings,
            new Shares(BOUNDS, address -> false),
            new Pauses(BOUNDS.retry(), BOUNDS.longestRetry()),
            new Pauses(BOUNDS.retry(), BOUNDS.longestRetry()),
            (asking, resumable) -> attempts.add(Optional.ofNullable(resumable)));

    /** What was written leaves, after whoever has written it is done, where the other server is not slow. */
    private void settle() {
        streams.stream().filter(stream -> !stream.slow).forEach(Stream::leave);
    }

    /** A stream that notes what is written: stanzas, and pings by themselves. */
    private final class Stream extends QuietOutlet {
        private final List<String> written = new ArrayList<>();
        private final List<Element> pings = new ArrayList<>();
        private final List<Runnable> leaving = new ArrayList<>();
        private boolean slow;
        private boolean full;
        private boolean failed;

        Stream() {
            super(Jid.of("there.test"));
            streams.add(this);
        }

        /** What was written leaves. */
        void leave() {
            List<Runnable> left = List.copyOf(leaving);
            leaving.clear();
            left.forEach(Runnable::run);
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
        public boolean isWritable() {
            return !full;
        }

        @Override
        public void write(List<Element> elements) {
            elements.stream().filter(e -> e.local().equals("iq")).forEach(pings::add);
            elements.stream()
                    .filter(e -> !e.local().equals("iq"))
                    .flatMap(e -> e.attr("id").stream())
                    .forEach(written::add);
        }

        @Override
        public void write(List<Element> elements, Runnable done) {
            write(elements);
            leaving.add(done);
        }

        @Override
        public void fail(StreamError error, @Nullable Element detail) {
            failed = true;
        }

        @Override
        public ManagedConnection connection() {
            throw new IllegalStateException();
        }
    }

    private ServerConnection over(Stream stream) {
        return new ServerConnection(stream, Limits.defaults(), clock, true);
    }

    /** Makes a stream the link's way. */
    private ServerConnection ready(Stream stream) {
        ServerConnection connection = over(stream);
        link.ready(connection);
        return connection;
    }

    /** Makes a stream the link's way, over which the other server acknowledges. */
    private ServerConnection managed(Stream stream, @Nullable Duration resumable) {
        ServerConnection connection = over(stream);
        connection.managedByPeer(resumable);
        link.ready(connection);
        return connection;
    }

    private void send(String id, String text) {
        Element stanza = Element.builder("jabber:client", "message")
                .attr("id", id)
                .child("body", text)
                .build();
        boolean taken = link.send(stanza, new Receipt() {
            @Override
            public void delivered() {
                events.add(id + " delivered");
            }

            @Override
            public void refused(StanzaError error) {
                events.add(id + " " + error.condition().elementName());
                words.add(String.valueOf(error.text()));
            }
        });
        assertThat(taken).isTrue();
        settle();
    }

    private void send(String id) {
        send(id, "");
    }

    private void pass(Duration time) {
        clock.pass(time);
        link.tick(clock.instant());
        link.connect(clock.instant());
        settle();
    }

    @Test
    void sendsWhatHasWaitedInOrder() {
        send("a");
        send("b");
        assertThat(attempts).hasSize(1);
        Stream stream = new Stream();
        ready(stream);
        send("c");
        assertThat(stream.written).containsExactly("a", "b", "c");
        answer(stream);
        assertThat(events).containsExactly("a delivered", "b delivered");
        answer(stream);
        assertThat(events).containsExactly("a delivered", "b delivered", "c delivered");
    }

    private void answer(Stream stream) {
        answer(stream, "there.test", "result");
    }

    /** Answers the ping that came last. */
    private boolean answer(Stream stream, String from, String type) {
        Element ping = stream.pings.get(stream.pings.size() - 1);
        boolean taken = pings.isAnswer(Stanza.of(Element.builder("jabber:client", "iq")
                .attr("type", type)
                .attr("id", ping.attr("id").orElseThrow())
                .attr("from", from)
                .attr("to", ping.attr("from").orElseThrow())
                .build()));
        settle();
        return taken;
    }

    /** One ping is on its way at a time, and tells of all that was sent before it. */
    @Test
    void asksAServerWithoutAcknowledgements() {
        Stream stream = new Stream();
        ready(stream);
        send("a");
        send("b");
        send("c");
        assertThat(stream.pings).hasSize(1);
        assertThat(stream.pings.get(0).attr("to")).contains("there.test");
        answer(stream);
        assertThat(events).containsExactly("a delivered");
        assertThat(stream.pings).hasSize(2);
        assertThat(answer(stream, "there.test", "error"))
                .as("somebody has sent it")
                .isTrue();
        assertThat(events).containsExactly("a delivered", "b delivered", "c delivered");
        assertThat(stream.pings).hasSize(2);
        assertThat(link.waiting()).isZero();
    }

    @Test
    void takesAnAnswerOnlyFromWhomItHasAsked() {
        Stream stream = new Stream();
        ready(stream);
        send("a");
        assertThat(answer(stream, "elsewhere.test", "result")).isFalse();
        assertThat(answer(stream, "bob@there.test", "result")).isFalse();
        assertThat(events).isEmpty();
        assertThat(answer(stream, "there.test", "result")).isTrue();
        assertThat(answer(stream, "there.test", "result")).isFalse();
    }

    @Test
    void sendsAgainWhatNoAnswerToldOf() {
        Stream stream = new Stream();
        ServerConnection connection = ready(stream);
        send("a");
        answer(stream);
        send("b");
        send("c");
        connection.ended(stream);
        assertThat(attempts).hasSize(1);
        Stream next = new Stream();
        ready(next);
        assertThat(next.written).containsExactly("b", "c");
        answer(next);
        assertThat(events).containsExactly("a delivered", "b delivered", "c delivered");
    }

    /** A stanza may be the reason why the other server breaks the stream. */
    @Test
    void bringsBackWhatBreaksEachStream() {
        send("a");
        for (int i = 0; i < 3; i++) {
            Stream stream = new Stream();
            ServerConnection connection = ready(stream);
            assertThat(stream.written).containsExactly("a");
            assertThat(events).isEmpty();
            connection.ended(stream);
            assertThat(attempts).as("there is a pause before the next").hasSize(i + 1);
            pass(Duration.ofSeconds(4));
        }
        assertThat(events).containsExactly("a remote-server-timeout");
        assertThat(attempts).hasSize(3);
    }

    /** Answers and presence that is soon old need no ping: two servers that asked for each answer would never end. */
    @Test
    void doesNotAskForAnswersAndPresence() {
        Stream stream = new Stream();
        ready(stream);
        for (Element stanza : List.of(
                Element.builder("jabber:client", "iq").attr("type", "result").build(),
                Element.builder("jabber:client", "iq").attr("type", "error").build(),
                Element.of("jabber:client", "presence"))) {
            link.send(stanza, new Receipt() {
                @Override
                public void delivered() {
                    events.add(stanza.local() + " delivered");
                }

                @Override
                public void refused(StanzaError error) {}
            });
        }
        assertThat(events).as("it has not left").isEmpty();
        settle();
        assertThat(events).containsExactly("iq delivered", "iq delivered", "presence delivered");
        assertThat(link.waiting()).isZero();
        assertThat(stream.pings).as("that are answers themselves").hasSize(2);
        stream.pings.clear();
        link.send(
                Element.builder("jabber:client", "presence")
                        .attr("type", "subscribe")
                        .build(),
                Receipt.NONE);
        assertThat(stream.pings).hasSize(1);
    }

    /** Handed over is not enough, be it that no ping is asked or that none is answered. */
    @Test
    void whatCountsAsWrittenHasLeftTheProcess() {
        Stream stream = new Stream();
        stream.slow = true;
        ServerConnection connection = ready(stream);
        link.send(Element.of("jabber:client", "presence"), new Receipt() {
            @Override
            public void delivered() {
                events.add("presence delivered");
            }

            @Override
            public void refused(StanzaError error) {}
        });
        send("a");
        assertThat(stream.written).containsExactly("a");
        pass(Duration.ofSeconds(60));
        assertThat(events).isEmpty();
        stream.leave();
        assertThat(events).containsExactly("presence delivered");
        pass(Duration.ofSeconds(60));
        assertThat(events).containsExactly("presence delivered", "a delivered");
        send("b");
        assertThat(events).hasSize(2);
        connection.ended(stream);
        Stream next = new Stream();
        ready(next);
        assertThat(next.written).as("it may not have left").containsExactly("b");
    }

    /** Against RFC 6120 section 8.2.3 it never answers; its stream is healthy all the same. */
    @Test
    void letsAServerBeThatAnswersNoPing() {
        Stream stream = new Stream();
        ready(stream);
        send("a");
        send("b");
        pass(Duration.ofSeconds(59));
        assertThat(events).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(events).containsExactly("a delivered", "b delivered");
        send("c");
        assertThat(events).contains("c delivered");
        assertThat(stream.pings).hasSize(1);
        assertThat(stream.failed).isFalse();
        answer(stream);
        send("d");
        assertThat(stream.pings).as("it does answer").hasSize(2);
        assertThat(events).doesNotContain("d delivered");
    }

    /** Nothing that a server which answers nothing is sent comes back for want of room. */
    @Test
    void makesRoomWhereNoPingIsAnswered() {
        ready(new Stream());
        for (String id : List.of("a", "b", "c", "d", "e", "f")) {
            send(id);
        }
        assertThat(events).containsExactly("f resource-constraint");
        events.clear();
        clock.pass(Duration.ofSeconds(5));
        send("g");
        assertThat(events)
                .containsExactly(
                        "a delivered", "b delivered", "c delivered", "d delivered", "e delivered", "g delivered");
    }

    @Test
    void leavesAServerThatAnswersNoMore() {
        Stream stream = new Stream();
        ServerConnection connection = ready(stream);
        send("a");
        answer(stream);
        send("b");
        pass(Duration.ofSeconds(60));
        assertThat(stream.failed).isTrue();
        assertThat(events).containsExactly("a delivered");
        connection.ended(stream);
        assertThat(attempts).hasSize(1);
        Stream next = new Stream();
        ready(next);
        assertThat(next.written).containsExactly("b");
        settle();
        answer(next);
        assertThat(events).containsExactly("a delivered", "b delivered");
    }

    @Test
    void waitsForAcknowledgementsWhereThereAreSome() {
        Stream stream = new Stream();
        ServerConnection connection = managed(stream, null);
        send("a");
        send("b");
        assertThat(events).isEmpty();
        assertThat(link.waiting()).isEqualTo(2);
        connection.acknowledge(1);
        assertThat(events).containsExactly("a delivered");
    }

    @Test
    void sendsAgainWhatWasNotAcknowledgedBeforeWhatWaits() {
        ServerConnection connection = managed(new Stream(), null);
        send("a");
        send("b");
        connection.acknowledge(1);
        connection.abandon();
        assertThat(attempts).as("the stream is still there").isEmpty();
        connection.close(StreamError.of(StreamError.Condition.RESET));
        link.over(connection);
        send("c");
        assertThat(attempts).hasSize(1);
        Stream next = new Stream();
        ready(next);
        assertThat(next.written).containsExactly("b", "c");
    }

    @Test
    void asksForResumptionFirst() {
        ServerConnection connection = managed(new Stream(), Duration.ofSeconds(30));
        Stream stream = new Stream();
        send("a");
        assertThat(connection.resume(stream, null)).as("it has a stream").isFalse();
        clock.pass(Duration.ofSeconds(30));
        link.detached(connection);
        assertThat(attempts).containsExactly(Optional.of(connection));
    }

    private Stream resumed(ServerConnection connection) {
        Stream next = new Stream();
        assertThat(connection.resume(next, null)).isTrue();
        link.ready(connection);
        return next;
    }

    /** A server may take each stream up again and cut it before it says that it has anything. */
    @Test
    void pausesBeforeItResumesAStreamThatWasShort() {
        Stream first = new Stream();
        ServerConnection connection = managed(first, Duration.ofSeconds(30));
        send("a");
        connection.lost(first);
        assertThat(attempts).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(attempts).hasSize(1);
        Stream second = resumed(connection);
        assertThat(second.written).containsExactly("a");
        connection.lost(second);
        pass(Duration.ofSeconds(1));
        assertThat(attempts).as("the pause has doubled").hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(attempts).containsExactly(Optional.of(connection), Optional.of(connection));
        Stream third = resumed(connection);
        assertThat(third.written).containsExactly("a");
        assertThat(events).isEmpty();
        connection.lost(third);
        assertThat(events).as("each time is a sending").containsExactly("a remote-server-timeout");
        assertThat(link.waiting()).isZero();
    }

    /** A stream is good once it has brought an acknowledgement, or has lived for a while. */
    @Test
    void resumesAGoodStreamAtOnce() {
        Stream first = new Stream();
        ServerConnection connection = managed(first, Duration.ofSeconds(30));
        send("a");
        connection.lost(first);
        pass(Duration.ofSeconds(1));
        Stream second = resumed(connection);
        connection.acknowledge(1);
        assertThat(link.lastError()).isEmpty();
        connection.lost(second);
        assertThat(attempts).hasSize(2);
        Stream third = resumed(connection);
        pass(Duration.ofSeconds(30));
        connection.lost(third);
        assertThat(attempts).hasSize(3);
    }

    /** What it answered before it answers on the next stream too, or it has not got it. */
    @Test
    void neverCallsADomainMuteThatHasAnswered() {
        Stream first = new Stream();
        ServerConnection connection = ready(first);
        send("a");
        answer(first);
        connection.ended(first);
        Stream second = new Stream();
        ready(second);
        for (String id : List.of("b", "c", "d", "e", "f")) {
            send(id);
        }
        clock.pass(Duration.ofSeconds(5));
        send("g");
        assertThat(events).containsExactly("a delivered", "g resource-constraint");
        pass(Duration.ofSeconds(60));
        assertThat(second.failed).isTrue();
        assertThat(events).containsExactly("a delivered", "g resource-constraint");
    }

    /** The time for an answer begins when the question has left, and again with everything that leaves. */
    @Test
    void aSlowServerKeepsItsStream() {
        Stream stream = new Stream();
        ready(stream);
        send("a");
        answer(stream);
        stream.slow = true;
        send("b");
        pass(Duration.ofSeconds(61));
        assertThat(stream.failed).isFalse();
        stream.leave();
        pass(Duration.ofSeconds(59));
        send("c");
        stream.leave();
        pass(Duration.ofSeconds(59));
        assertThat(stream.failed).isFalse();
        pass(Duration.ofSeconds(1));
        assertThat(stream.failed).isTrue();
    }

    /** The time for which a stanza may wait does not run while it is elsewhere. */
    @Test
    void whatWaitsAgainMayWaitAsLong() {
        Stream stream = new Stream();
        ServerConnection connection = managed(stream, null);
        send("a");
        pass(Duration.ofSeconds(59));
        connection.ended(stream);
        send("b");
        pass(Duration.ofSeconds(60));
        assertThat(events).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(events).containsExactlyInAnyOrder("a remote-server-timeout", "b remote-server-timeout");
        assertThat(words.get(0)).contains("it may have it, or not");
        assertThat(words.get(1)).doesNotContain("it may have it, or not");
    }

    /** What comes back is not sent all the same. */
    @Test
    void closingSendsNothingMore() {
        Stream stream = new Stream();
        ServerConnection connection = ready(stream);
        stream.full = true;
        send("a");
        link.close("An admin has closed it");
        assertThat(events).containsExactly("a remote-server-not-found");
        stream.full = false;
        connection.drain(stream);
        assertThat(stream.written).isEmpty();
        assertThat(attempts).isEmpty();
        assertThat(link.waiting()).isZero();
    }

    @Test
    void bringsBackWhatIsTooMuch() {
        for (String id : List.of("a", "b", "c", "d", "e", "f")) {
            send(id);
        }
        assertThat(events).containsExactly("f resource-constraint");
    }

    @Test
    void bringsBackWhatIsTooLarge() {
        send("a", "x".repeat(6_000));
        send("b", "x".repeat(6_000));
        send("c");
        assertThat(events).containsExactly("b resource-constraint");
    }

    @Test
    void triesAgainAfterPausesThatDouble() {
        send("a");
        link.failed(new Search.Failure("refused", true));
        link.tick(clock.instant());
        assertThat(attempts).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(attempts).hasSize(2);
        link.failed(new Search.Failure("refused", true));
        pass(Duration.ofSeconds(1));
        assertThat(attempts).hasSize(2);
        pass(Duration.ofSeconds(1));
        assertThat(attempts).hasSize(3);
        assertThat(events).isEmpty();
    }

    @Test
    void bringsBackWhatWaitedTooLong() {
        send("a");
        clock.pass(Duration.ofSeconds(30));
        send("b");
        pass(Duration.ofSeconds(31));
        assertThat(events).containsExactly("a remote-server-timeout");
        pass(Duration.ofSeconds(30));
        assertThat(events).containsExactly("a remote-server-timeout", "b remote-server-timeout");
        assertThat(link.waiting()).isZero();
    }

    @Test
    void bringsBackAtOnceWhatCannotWaitForTheNextAttempt() {
        send("a");
        for (int i = 0; i < 7; i++) {
            link.failed(new Search.Failure("refused", true));
            clock.pass(Duration.ofSeconds(64));
            link.connect(clock.instant());
            send("again" + i);
        }
        events.clear();
        link.failed(new Search.Failure("refused", true));
        events.clear();
        send("b");
        assertThat(events).containsExactly("b remote-server-timeout");
    }

    @Test
    void bringsBackAtOnceWhatHasNoHope() {
        send("a");
        send("b");
        link.failed(new Search.Failure("no such domain", false));
        assertThat(events).containsExactly("a remote-server-not-found", "b remote-server-not-found");
        assertThat(link.lastError()).isEqualTo("no such domain");
    }

    @Test
    void keepsTheFirstOfTwoWays() {
        Stream first = new Stream();
        Stream second = new Stream();
        assertThat(link.ready(over(first))).isTrue();
        assertThat(link.ready(over(second))).isFalse();
        send("a");
        assertThat(first.written).containsExactly("a");
        assertThat(second.written).isEmpty();
    }

    @Test
    void retiresWhenNobodyHasUsedIt() {
        send("a");
        link.failed(new Search.Failure("no such domain", false));
        assertThat(link.tick(clock.instant())).isTrue();
        clock.pass(Duration.ofSeconds(11));
        assertThat(link.tick(clock.instant())).isFalse();
        assertThat(link.send(Element.of("jabber:client", "message"), Receipt.NONE))
                .isFalse();
    }

    /** The stream is gone, the link does not know it yet, and too much waits: nothing may stay behind with what has ended. */
    @Test
    void leavesAWayThatEndsWhileItIsSentTo() {
        Bounds wide = new Bounds(
                5,
                10_000_000,
                10_000_000,
                BOUNDS.waitingTime(),
                BOUNDS.connectTime(),
                BOUNDS.idleTime(),
                BOUNDS.retry(),
                BOUNDS.longestRetry(),
                10_000_000);
        List<Optional<ServerConnection>> begun = new ArrayList<>();
        Link large = new Link(
                new Pair("here.test", "there.test"),
                wide,
                clock,
                pings,
                new Shares(wide, address -> false),
                new Pauses(BOUNDS.retry(), BOUNDS.longestRetry()),
                new Pauses(BOUNDS.retry(), BOUNDS.longestRetry()),
                (asking, resumable) -> begun.add(Optional.ofNullable(resumable)));
        Stream stream = new Stream();
        ServerConnection ending = over(stream);
        ending.managedByPeer(Duration.ofSeconds(30));
        ending.add(new ServerConnection.Owner() {
            @Override
            public void detached(ServerConnection connection) {
                Element stanza = Element.builder("jabber:client", "message")
                        .attr("id", "a")
                        .child("body", "x".repeat(5_000_000))
                        .build();
                assertThat(large.send(stanza, Receipt.NONE)).isTrue();
            }
        });
        large.ready(ending);
        ending.lost(stream);
        clock.pass(Duration.ofSeconds(1));
        large.tick(clock.instant());
        large.connect(clock.instant());
        assertThat(begun).hasSize(1);
        Stream next = new Stream();
        large.ready(over(next));
        assertThat(next.written).containsExactly("a");
        answer(next);
        assertThat(large.waiting()).isZero();
    }

    private Links links(Link.Attempts begin) {
        return new Links(BOUNDS, clock, pings, new Shares(BOUNDS, address -> false), begin, asked -> offered);
    }

    private static Link link(Links links, Pair pair) {
        return links.all().stream()
                .filter(each -> each.pair().equals(pair))
                .findFirst()
                .orElseThrow();
    }

    /** A link that was wanted once, and found nobody. */
    private static Link inVain(Links links, Pair pair) {
        say(links, pair.local(), new ArrayList<>());
        Link made = link(links, pair);
        made.failed(new Search.Failure("nobody is there", false));
        return made;
    }

    /** A link retires at the moment at which the other side opens a way for its pair. */
    @Test
    void aWayThatIsOfferedGoesToALinkThatIsKept() {
        Links links = links((asking, resumable) -> {});
        Pair pair = new Pair("here.test", "there.test");
        Link old = inVain(links, pair);
        clock.pass(Duration.ofMinutes(11));
        assertThat(old.tick(clock.instant())).isFalse();
        Stream stream = new Stream();
        assertThat(old.ready(over(stream))).isFalse();
        ServerConnection way = over(stream);
        offered = Optional.of(way);
        links.offer(pair, way);
        links.send(
                Element.builder("jabber:client", "message")
                        .attr("id", "a")
                        .attr("from", "x@here.test")
                        .attr("to", "x@there.test")
                        .build(),
                Receipt.NONE);
        assertThat(link(links, pair)).isNotSameAs(old);
        assertThat(stream.written).containsExactly("a");
    }

    /** While a stanza is offered to a link that has retired, somebody else makes the next link and uses it. */
    @Test
    void noStanzaStaysWithALinkThatNobodyKnows() {
        Pair pair = new Pair("here.test", "there.test");
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        AtomicReference<Links> links = new AtomicReference<>();
        InstantSource telling = () -> {
            meanwhile.getAndSet(() -> {}).run();
            return clock.instant();
        };
        links.set(new Links(
                BOUNDS,
                telling,
                pings,
                new Shares(BOUNDS, address -> false),
                (asking, resumable) -> {},
                asked -> Optional.empty()));
        List<String> refused = new ArrayList<>();
        inVain(links.get(), pair);
        meanwhile.set(() -> {
            clock.pass(Duration.ofMinutes(11));
            links.get().tick(clock.instant());
            say(links.get(), "here.test", refused);
        });
        say(links.get(), "here.test", refused);
        assertThat(link(links.get(), pair).waiting()).isEqualTo(2);
    }

    /** A domain that is down is tried for one own domain, and not for each. */
    @Test
    void onePauseHoldsForAllOwnDomains() {
        List<Link> asked = new ArrayList<>();
        Links links = links((asking, resumable) -> asked.add(asking));
        List<String> refused = new ArrayList<>();
        for (String from : List.of("one.test", "two.test", "three.test")) {
            say(links, from, refused);
        }
        assertThat(asked).as("nobody knows yet that it is down").hasSize(3);
        List.copyOf(asked).forEach(each -> each.failed(new Search.Failure("nobody is there", true)));
        asked.clear();
        clock.pass(Duration.ofMillis(999));
        links.tick(clock.instant());
        assertThat(asked).isEmpty();
        clock.pass(Duration.ofMillis(1));
        links.tick(clock.instant());
        assertThat(asked).hasSize(1);
        asked.get(0).failed(new Search.Failure("nobody is there", true));
        say(links, "four.test", refused);
        clock.pass(Duration.ofSeconds(1));
        links.tick(clock.instant());
        assertThat(asked).as("the pause has doubled once").hasSize(1);
        clock.pass(Duration.ofSeconds(1));
        links.tick(clock.instant());
        assertThat(asked).hasSize(2);
        assertThat(refused).as("all of it waits").isEmpty();
        Stream stream = new Stream();
        asked.get(1).ready(over(stream));
        links.tick(clock.instant());
        assertThat(asked).as("it is there: the others go at once").hasSize(5);
        assertThat(asked)
                .extracting(each -> each.pair().local())
                .contains("one.test", "two.test", "three.test", "four.test");
    }

    /** What one own domain is refused the others need not wait for. */
    @Test
    void aRefusalPausesOnePair() {
        List<Link> asked = new ArrayList<>();
        Links links = links((asking, resumable) -> asked.add(asking));
        List<String> refused = new ArrayList<>();
        say(links, "one.test", refused);
        asked.get(0)
                .failed(new Search.Failure(
                        "we do not like one.test", false, true, StanzaError.Condition.REMOTE_SERVER_TIMEOUT));
        assertThat(refused).containsExactly("one.test");
        say(links, "two.test", refused);
        say(links, "one.test", refused);
        assertThat(asked).extracting(each -> each.pair().local()).containsExactly("one.test", "two.test");
    }

    private static void say(Links links, String from, List<String> refused) {
        links.send(
                Element.builder("jabber:client", "message")
                        .attr("from", "alice@" + from)
                        .attr("to", "bob@there.test")
                        .build(),
                new Receipt() {
                    @Override
                    public void delivered() {}

                    @Override
                    public void refused(StanzaError error) {
                        refused.add(from);
                    }
                });
    }
}
