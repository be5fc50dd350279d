package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.ScramKeys;
import org.ratatosk.server.store.Store;

/**
 * Proves passwords against the keys of the accounts, and makes keys. Accounts that do not exist, are disabled or have no
 * password look like any other: the same reads, the same hashing, a salt that stays the same, the same answer. Thread-safe.
 */
public final class Credentials {
    private final Store store;
    private final Throttle throttle;
    private final Executor cpu;
    private final byte[] secret;
    private final int iterations;
    private final SecureRandom random;

    /**
     * @param store has the accounts
     * @param throttle shared by all that check passwords
     * @param cpu hashes passwords; may refuse when it has too much to do
     * @param secret at least 16 bytes that stay the same for the life of the installation, and that nobody knows
     * @param iterations how often the hash is applied, for new keys
     * @param random makes salts
     */
    public Credentials(
            Store store, Throttle throttle, Executor cpu, byte[] secret, int iterations, SecureRandom random) {
        if (secret.length < Scram.SALT_BYTES) {
            throw new IllegalArgumentException("The server's secret is shorter than 16 bytes");
        }
        this.store = store;
        this.throttle = throttle;
        this.cpu = cpu;
        this.secret = secret.clone();
        this.iterations = iterations;
        this.random = random;
    }

    /**
     * Who wants to log in.
     *
     * @param name as the client wrote it
     * @param domain the hosted domain
     * @param account the bare address, or {@code null} if no account can have such a name
     */
    record User(String name, String domain, @Nullable Jid account) {
        /** What tells users apart, whether they exist or not. */
        String key() {
            return account == null ? name + '@' + domain : account.toString();
        }
    }

    /**
     * The keys of a user.
     *
     * @param keys what is kept of the password, or something that looks like it
     * @param usable whether the account exists, is enabled, and the keys are its own
     */
    record Lookup(ScramKeys keys, boolean usable) {}

    /** What the store knows of a user. */
    private record Kept(Optional<Account> account, List<ScramKeys> keys) {
        boolean enabled() {
            return account.isPresent() && account.get().enabled();
        }
    }

    private CompletionStage<Kept> kept(User user) {
        Jid jid = user.account() == null ? Jid.of(null, user.domain(), null) : user.account();
        return store.read(tables ->
                new Kept(tables.accounts().find(jid), tables.accounts().keys(jid)));
    }

    /** The keys of a user for one mechanism. */
    CompletionStage<Lookup> lookup(User user, ScramHash hash) {
        return kept(user).thenApply(kept -> choose(user, kept, hash));
    }

    private Lookup choose(User user, Kept kept, ScramHash hash) {
        ScramKeys fake = fake(user, hash);
        for (ScramKeys keys : kept.keys()) {
            if (keys.mechanism().equals(hash.mechanism())) {
                return new Lookup(keys, kept.enabled());
            }
        }
        return new Lookup(fake, false);
    }

    /** Keys of no password, the same whenever they are asked for. */
    private ScramKeys fake(User user, ScramHash hash) {
        byte[] salt = Arrays.copyOf(secretOf("salt", user, hash), Scram.SALT_BYTES);
        byte[] stored = Arrays.copyOf(secretOf("stored", user, hash), hash.length());
        byte[] server = Arrays.copyOf(secretOf("server", user, hash), hash.length());
        return new ScramKeys(hash.mechanism(), salt, iterations, stored, server);
    }

    private byte[] secretOf(String use, User user, ScramHash hash) {
        return ScramHash.SHA_256.hmac(secret, (use + '\0' + hash.mechanism() + '\0' + user.key()).getBytes(UTF_8));
    }

    /**
     * Counts a try.
     *
     * @throws SaslException if there were too many wrong ones
     */
    Throttle.Attempt attempt(User user, String remoteAddress) {
        return throttle.attempt(user.key(), remoteAddress)
                .orElseThrow(() -> SaslException.later("Too many wrong passwords. Wait a few minutes and try again."));
    }

    /** Whether a password is right. The stage fails with a {@link SaslException} if it was not looked at. */
    CompletionStage<Boolean> verify(User user, String password, String remoteAddress) {
        Throttle.Attempt attempt;
        try {
            attempt = attempt(user, remoteAddress);
        } catch (SaslException e) {
            return CompletableFuture.failedStage(e);
        }
        return kept(user)
                .thenCompose(kept -> onCpu(() -> matches(user, kept, password)))
                .whenComplete((right, failure) -> {
                    if (failure != null) {
                        attempt.cancelled();
                    } else if (right) {
                        attempt.succeeded();
                    }
                });
    }

    private boolean matches(User user, Kept kept, String password) {
        Lookup strongest = choose(user, kept, ScramHash.SHA_256);
        Lookup other = choose(user, kept, ScramHash.SHA_1);
        boolean useOther = !strongest.usable() && other.usable();
        ScramKeys keys = useOther ? other.keys() : strongest.keys();
        ScramHash hash = useOther ? ScramHash.SHA_1 : ScramHash.SHA_256;
        ScramKeys given;
        try {
            given = Scram.derive(hash, password, keys.salt(), keys.iterations());
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean right = MessageDigest.isEqual(given.storedKey(), keys.storedKey());
        return right && (useOther ? other.usable() : strongest.usable());
    }

    private <T> CompletionStage<T> onCpu(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, cpu);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(SaslException.later("The server is busy. Try again in a minute."));
        }
    }

    /**
     * Whether a password is right; the same for an account that does not exist, is disabled or has no password. The stage fails
     * with a {@link SaslException} when there were too many wrong tries or the server is too busy.
     *
     * @param bare whose password
     * @param remoteAddress the IP address that asks, without a port
     */
    public CompletionStage<Boolean> check(Jid bare, String password, String remoteAddress) {
        User user = new User(bare.local().orElse(""), bare.domain(), bare);
        return verify(user, password, remoteAddress);
    }

    /**
     * The keys of a new password, for {@link org.ratatosk.server.store.AccountStore#putKeys}. The stage fails with an
     * {@link IllegalArgumentException}, its message fit for a person, if the password cannot be used.
     */
    public CompletionStage<List<ScramKeys>> derive(String password) {
        return this.<List<ScramKeys>>onCpu(() -> Scram.derive(password, iterations, random))
                .exceptionallyCompose(e -> CompletableFuture.failedStage(
                        e instanceof CompletionException && e.getCause() != null ? e.getCause() : e));
    }
}
