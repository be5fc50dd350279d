package org.ratatosk.server.feature;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.config.ServerConfig;

/** Settings with narrow bounds, for tests that reach them. Immutable. */
final class Small {
    private Small() {}

    static ServerConfig config(UnaryOperator<Limits> change) {
        ServerConfig usual = ServerConfig.loopback(Path.of("nowhere"), "example.org", "example.net");
        return new ServerConfig(
                usual.domains(),
                usual.data(),
                usual.tls(),
                usual.starttls(),
                usual.directTls(),
                change.apply(usual.limits()),
                usual.contacts(),
                usual.registration());
    }

    static Limits limits(Limits usual, int roster, int blocked, int undelivered, int pending) {
        return new Limits(
                usual.beforeLogin(),
                usual.afterLogin(),
                usual.loginTime(),
                usual.connections(),
                usual.stanzasInFlight(),
                usual.bytesInFlight(),
                usual.slowReaderTime(),
                usual.resumeTime(),
                usual.sessionsPerAccount(),
                roster,
                blocked,
                undelivered,
                1000,
                pending,
                usual.registrationsPerHour(),
                usual.archivePage());
    }
}
