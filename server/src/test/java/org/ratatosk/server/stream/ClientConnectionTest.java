package org.ratatosk.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.testing.TurnableClock;
import org.ratatosk.server.xml.Element;

/** What happens to a connection when its streams come and go, with a loop that runs when the test says so. */
class ClientConnectionTest {
    private static final Element ENABLED = Element.of(StreamManagement.NS, "enabled");
    private static final Element MESSAGE = Element.of("jabber:client", "message");

    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-05-01T12:00:00Z"));
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private final Connection.Info info = new Connection.Info("address", "", "test", clock.instant());
    private final Stream first = new Stream();
    private final ClientConnection connection =
            new ClientConnection(first, info, Credential.NONE, Limits.defaults(), clock);

    /** A stream that notes how it ends. */
    private final class Stream extends QuietOutlet {
        private boolean open = true;

        Stream() {
            super(Jid.of("alice@example.org"));
        }

        @Override
        public Executor loop() {
            return loop::add;
        }

        @Override
        public Connection.Info info() {
            return info;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void fail(StreamError error, @Nullable Element detail) {
            if (open) {
                open = false;
                events.add(error.condition().elementName());
                connection.ended(this);
            }
        }

        @Override
        public void superseded() {
            fail(StreamError.of(Condition.CONFLICT), null);
        }

        @Override
        public boolean mayEnable() {
            return connection.session().isPresent();
        }

        @Override
        public boolean mayResume() {
            return connection.session().isEmpty();
        }

        @Override
        public Optional<Session> session() {
            return connection.session();
        }

        @Override
        public ClientConnection connection() {
            return connection;
        }
    }

    private void runLoop() {
        for (Runnable next = loop.poll(); next != null; next = loop.poll()) {
            next.run();
        }
    }

    private void manage() {
        connection.manage(ENABLED, Duration.ofMinutes(10), () -> events.add("over"));
        runLoop();
    }

    @Test
    void goesOnOverAnotherStream() {
        manage();
        connection.release();
        runLoop();
        assertThat(events).containsExactly("conflict");
        assertThat(connection.resume(new Stream(), ENABLED)).isTrue();
    }

    /** Somebody resumes a session while it is being closed: it is over, with either stream. */
    @Test
    void isOverWhenItIsClosedWhileItIsReleased() {
        manage();
        connection.release();
        connection.close(StreamError.of(Condition.POLICY_VIOLATION));
        runLoop();
        assertThat(events).contains("over");
        assertThat(connection.resume(new Stream(), ENABLED)).isFalse();
    }

    /** A client that does not answer what it got is gone, not replaced; it may come again. */
    @Test
    void tellsWhoDoesNotAnswerThatItTookTooLong() {
        manage();
        connection.send(MESSAGE, () -> {});
        runLoop();
        for (int minute = 0; minute < 3; minute++) {
            connection.tick(first, clock.instant());
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(events).containsExactly("connection-timeout");
        assertThat(connection.resume(new Stream(), ENABLED)).isTrue();
    }
}
