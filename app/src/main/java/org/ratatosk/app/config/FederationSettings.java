package org.ratatosk.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.FederationConfig.Bounds;
import org.ratatosk.server.config.FederationConfig.Proofs;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.config.ListenAddress;

/** Reads the section {@code s2s}. Immutable. */
final class FederationSettings {
    private FederationSettings() {}

    static FederationConfig read(StrictReader reader, Path home) {
        Kind<List<ListenAddress>> addresses = Kinds.list(0, Kinds.listen());
        return new FederationConfig(
                reader.setting("s2s.enabled", true, Kinds.flag()),
                reader.setting("s2s.starttls", List.of(new ListenAddress("*", 5269)), addresses),
                reader.setting("s2s.direct-tls", List.of(new ListenAddress("*", 5270)), addresses),
                security(reader),
                reader.setting("s2s.domains", Map.of(), Kinds.perDomain(Kinds.choice(Security.class))),
                reader.setting("s2s.only", List.of(), Kinds.list(0, Kinds.domain())),
                reader.setting("s2s.override", Map.of(), Kinds.perDomain(Kinds.place())),
                reader.setting("s2s.resolver", Optional.<ListenAddress>empty(), Kinds.optional(Kinds.resolver()))
                        .orElse(null),
                reader.setting("s2s.allow-private", false, Kinds.flag()),
                proofs(reader, home),
                bounds(reader));
    }

    private static Security security(StrictReader reader) {
        Security read = reader.setting("s2s.security", Security.SECURE, Kinds.choice(Security.class));
        if (read == Security.PLAINTEXT || read == Security.BLOCKED) {
            reader.problem(
                    "s2s.security", "must be secure or dialback; the others are for single domains, in s2s.domains");
            return Security.SECURE;
        }
        return read;
    }

    private static Proofs proofs(StrictReader reader, Path home) {
        String file = reader.setting("s2s.authorities", "", Kinds.text());
        return new Proofs(
                file.isEmpty() ? null : home.resolve(file),
                reader.setting("s2s.dane", Proofs.DEFAULTS.dane(), Kinds.flag()),
                reader.setting("s2s.posh", Proofs.DEFAULTS.posh(), Kinds.flag()));
    }

    private static Bounds bounds(StrictReader reader) {
        Bounds standard = Bounds.DEFAULTS;
        Kind<Duration> time = Kinds.duration(Duration.ofSeconds(1), Duration.ofHours(1));
        return new Bounds(
                reader.setting("s2s.limits.waiting-stanzas", standard.waitingStanzas(), Kinds.number(1, 1_000_000)),
                reader.setting("s2s.limits.waiting-bytes", standard.waitingBytes(), Kinds.bytes(16_384, 1 << 28)),
                reader.setting(
                        "s2s.limits.all-waiting-bytes", standard.allWaitingBytes(), Kinds.bytes(16_384, 1 << 30)),
                reader.setting("s2s.limits.waiting-time", standard.waitingTime(), time),
                reader.setting("s2s.limits.connect-time", standard.connectTime(), time),
                reader.setting("s2s.limits.idle-time", standard.idleTime(), time),
                reader.setting("s2s.limits.retry", standard.retry(), time),
                reader.setting("s2s.limits.longest-retry", standard.longestRetry(), time),
                reader.setting("s2s.limits.stanza-bytes", standard.stanzaBytes(), Kinds.bytes(10_000, 1 << 24)));
    }
}
