package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;
import org.ratatosk.server.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves passwords against the keys of the accounts, and makes keys. Accounts that do not exist, are disabled or have no
 * password look like any other: the same reads, the same hashing, a salt that stays the same, the same answer. Thread-safe.
 */
public final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    private static final int CANDIDATES = Password.MOST_APPS + 1;
    private static final int ID_BYTES = 12;
    /** Letters and figures that are not taken for each other. */
    private static final String SECRET_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int SECRET_LENGTH = 20;
    private static final int SECRET_GROUP = 5;
    private static final Duration USE_NOTED = Duration.ofHours(1);

    private final Store store;
    private final Throttle throttle;
    private final Executor cpu;
    private final byte[] secret;
    private final int iterations;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param store has the accounts
     * @param throttle shared by all that check passwords
     * @param cpu hashes passwords; may refuse when it has too much to do
     * @param secret at least 16 bytes that stay the same for the life of the installation, and that nobody knows
     * @param iterations how often the hash is applied, for new keys
     * @param clock the time
     * @param random makes ids
     */
    public Credentials(
            Store store,
            Throttle throttle,
            Executor cpu,
            byte[] secret,
            int iterations,
            InstantSource clock,
            SecureRandom random) {
        if (secret.length < Scram.SALT_BYTES) {
            throw new IllegalArgumentException("The server's secret is shorter than 16 bytes");
        }
        this.store = store;
        this.throttle = throttle;
        this.cpu = cpu;
        this.secret = secret.clone();
        this.iterations = iterations;
        this.clock = clock;
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
     * Keys that a proof may amount to.
     *
     * @param keys what is kept of a password, or something that looks like it
     * @param password whose keys they are, or {@code null} if nobody can log in with them
     */
    record Candidate(ScramKeys keys, @Nullable Password password) {}

    /** What the store knows of a user. */
    private record Kept(Optional<Account> account, List<Password> passwords) {
        boolean enabled() {
            return account.isPresent() && account.get().enabled();
        }

        Optional<ScramKeys> first(ScramHash hash) {
            return passwords.stream().flatMap(one -> keys(one, hash)).findFirst();
        }
    }

    private static Stream<ScramKeys> keys(Password password, ScramHash hash) {
        return password.keys().stream().filter(keys -> keys.mechanism().equals(hash.mechanism()));
    }

    private CompletionStage<Kept> kept(User user) {
        Jid jid = user.account() == null ? Jid.of(null, user.domain(), null) : user.account();
        return store.read(tables ->
                new Kept(tables.accounts().find(jid), tables.accounts().passwords(jid)));
    }

    /** The candidates of a user for one mechanism: always as many, with one salt. */
    CompletionStage<List<Candidate>> lookup(User user, ScramHash hash) {
        return kept(user).thenApply(kept -> candidates(user, kept, hash));
    }

    private List<Candidate> candidates(User user, Kept kept, ScramHash hash) {
        List<Candidate> candidates = new ArrayList<>(CANDIDATES);
        for (Password password : kept.passwords()) {
            keys(password, hash)
                    .map(keys -> new Candidate(keys, kept.enabled() ? password : null))
                    .forEach(candidates::add);
        }
        ScramKeys fake = fake(user, hash);
        while (candidates.size() < CANDIDATES) {
            candidates.add(new Candidate(fake, null));
        }
        return candidates;
    }

    /** Keys of no password, the same whenever they are asked for. */
    private ScramKeys fake(User user, ScramHash hash) {
        byte[] stored = Arrays.copyOf(secretOf("stored", user, hash), hash.length());
        byte[] server = Arrays.copyOf(secretOf("server", user, hash), hash.length());
        return new ScramKeys(hash.mechanism(), salt(user, hash), iterations, stored, server);
    }

    /** The salt of a user without passwords; the first that is set gets it too. */
    private byte[] salt(User user, ScramHash hash) {
        return Arrays.copyOf(secretOf("salt", user, hash), Scram.SALT_BYTES);
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

    /**
     * Which of a user's passwords it is, if it is one. The stage fails with a {@link SaslException} if it was not looked at.
     *
     * @param accepted which ones let in here
     */
    CompletionStage<Optional<Password>> verify(
            User user, String password, String remoteAddress, Predicate<Password> accepted) {
        Throttle.Attempt attempt;
        try {
            attempt = attempt(user, remoteAddress);
        } catch (SaslException e) {
            return CompletableFuture.failedStage(e);
        }
        return kept(user)
                .thenCompose(kept -> onCpu(() -> match(user, kept, password).filter(accepted)))
                .whenComplete((right, failure) -> {
                    if (failure != null) {
                        attempt.cancelled();
                    } else if (right.isPresent()) {
                        attempt.succeeded();
                    }
                });
    }

    private Optional<Password> match(User user, Kept kept, String password) {
        boolean useOther = kept.first(ScramHash.SHA_256).isEmpty()
                && kept.first(ScramHash.SHA_1).isPresent();
        ScramHash hash = useOther ? ScramHash.SHA_1 : ScramHash.SHA_256;
        List<Candidate> candidates = candidates(user, kept, hash);
        ScramKeys first = candidates.get(0).keys();
        byte[] given;
        try {
            given = Scram.derive(hash, password, first.salt(), first.iterations())
                    .storedKey();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return matching(candidates, keys -> given).map(Candidate::password);
    }

    /** The candidate whose stored key comes out, if it lets in; all are looked at, whichever it is. */
    static Optional<Candidate> matching(List<Candidate> candidates, Function<ScramKeys, byte[]> storedKey) {
        Candidate found = null;
        for (Candidate one : candidates) {
            boolean same = MessageDigest.isEqual(
                    storedKey.apply(one.keys()), one.keys().storedKey());
            found = same && one.password() != null ? one : found;
        }
        return Optional.ofNullable(found);
    }

    /** Somebody logged in with a password: what it is to be remembered as, and when an app password was used. */
    Credential proved(Jid account, Password password) {
        Instant now = clock.instant();
        @Nullable Instant used = password.used();
        if (!password.own() && (used == null || now.isAfter(used.plus(USE_NOTED)))) {
            store.write(List.of(tables -> tables.accounts().passwordUsed(account, password.id(), now)))
                    .exceptionally(failure -> {
                        LOG.warn("The use of an app password of {} could not be noted", account, failure);
                        return null;
                    });
        }
        return new Credential(password.own() ? Credential.Kind.OWN : Credential.Kind.APP, password.id());
    }

    /** Whether a password that was proved before is still one of the account. */
    CompletionStage<Boolean> stands(Jid account, Credential credential) {
        return store.read(tables -> tables.accounts().passwords(account).stream()
                .anyMatch(one -> one.id().equals(credential.id())));
    }

    private <T> CompletionStage<T> onCpu(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, cpu);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(SaslException.later("The server is busy. Try again in a minute."));
        }
    }

    /**
     * Whether it is an account's own password; the same for an account that does not exist, is disabled or has no password. App
     * passwords are for Jabber clients alone. The stage fails with a {@link SaslException} when there were too many wrong tries
     * or the server is too busy.
     *
     * @param bare whose password
     * @param remoteAddress the IP address that asks, without a port
     */
    public CompletionStage<Boolean> check(Jid bare, String password, String remoteAddress) {
        return verify(user(bare), password, remoteAddress, Password::own).thenApply(Optional::isPresent);
    }

    private static User user(Jid bare) {
        return new User(bare.local().orElse(""), bare.domain(), bare);
    }

    /**
     * What is to be kept of an account's own new password, for {@link org.ratatosk.server.store.AccountStore#putPassword}. The
     * stage fails with an {@link IllegalArgumentException}, its message fit for a person, if the password cannot be used.
     */
    public CompletionStage<Password> derive(Jid bare, String password) {
        return derive(bare, "", password);
    }

    /** The same for an app password; {@code name} says for which device. */
    public CompletionStage<Password> derive(Jid bare, String name, String password) {
        User user = user(bare);
        return kept(user)
                .thenCompose(kept -> onCpu(() -> {
                    List<ScramKeys> keys = Stream.of(ScramHash.values())
                            .map(hash -> derive(user, kept, hash, password))
                            .toList();
                    return new Password(newId(), name, clock.instant(), null, keys);
                }))
                .exceptionallyCompose(e -> CompletableFuture.failedStage(
                        e instanceof CompletionException && e.getCause() != null ? e.getCause() : e));
    }

    private ScramKeys derive(User user, Kept kept, ScramHash hash, String password) {
        Optional<ScramKeys> other = kept.first(hash);
        byte[] salt = other.map(ScramKeys::salt).orElseGet(() -> salt(user, hash));
        return Scram.derive(
                hash, password, salt, other.map(ScramKeys::iterations).orElse(iterations));
    }

    /** A new app password of about 99 bits, easy to type. */
    public String newSecret() {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < SECRET_LENGTH; i++) {
            secret.append(i > 0 && i % SECRET_GROUP == 0 ? "-" : "")
                    .append(SECRET_LETTERS.charAt(random.nextInt(SECRET_LETTERS.length())));
        }
        return secret.toString();
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
