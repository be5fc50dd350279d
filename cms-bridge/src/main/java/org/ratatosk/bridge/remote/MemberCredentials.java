package org.ratatosk.bridge.remote;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import tools.jackson.databind.JsonNode;

/**
 * What proves to the CMS that we act as a member: asked for when it is first needed, kept sealed, and asked for anew when it is good no
 * longer. Whether the CMS gives one is the member's choice there. Thread-safe.
 */
public final class MemberCredentials implements Mirror.Credentials {
    private static final Duration RENEWED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 100_000;

    /** What is kept of credentials, sealed. Blocks; durable when a call returns. Thread-safe. */
    public interface Kept {
        /** The sealed credential of a member. */
        Optional<String> credential(String member);

        /** Keeps one; {@code null} for none. */
        void putCredential(String member, @Nullable String sealed);
    }

    private final RemoteCms remote;
    private final Kept kept;
    private final Vault vault;
    private final Names names;
    private final InstantSource clock;
    private final Cache<String, Instant> renewed = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .executor(Runnable::run)
            .build();
    private volatile @Nullable Instant noneWanted;

    /** @param names how members are called */
    public MemberCredentials(RemoteCms remote, Kept kept, Vault vault, Names names, InstantSource clock) {
        this.remote = remote;
        this.kept = kept;
        this.vault = vault;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public Optional<Credential> of(String member) {
        if (!remote.powers().contains(Power.CREDENTIALS)) {
            return Optional.empty();
        }
        Optional<Credential> there = kept.credential(member)
                .flatMap(closed -> vault.open(member, closed))
                .flatMap(MemberCredentials::read);
        return there.isPresent() ? there : asked(member);
    }

    private Optional<Credential> asked(String member) {
        if (isSoon(noneWanted)) {
            return Optional.empty();
        }
        Optional<Credential> given = remote.credential(names.login(member));
        if (given.isEmpty()) {
            noneWanted = clock.instant();
        } else {
            kept.putCredential(member, vault.seal(member, written(given.get())));
        }
        return given;
    }

    private boolean isSoon(@Nullable Instant before) {
        return before != null && clock.instant().isBefore(before.plus(RENEWED));
    }

    /** At most once in an hour, since who may not do something has a good credential too. */
    @Override
    public boolean refused(String member) {
        if (kept.credential(member).isEmpty() || isSoon(renewed.getIfPresent(member))) {
            return false;
        }
        renewed.put(member, clock.instant());
        kept.putCredential(member, null);
        return true;
    }

    private static String written(Credential credential) {
        return Json.object()
                .put("user", credential.user())
                .put("password", credential.password())
                .toString();
    }

    private static Optional<Credential> read(String written) {
        return Json.read(written).map(MemberCredentials::credential);
    }

    private static Credential credential(JsonNode json) {
        return new Credential(Json.text(json, "user"), Json.text(json, "password"));
    }
}
