package org.ratatosk.server.stream.sasl;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.stream.sasl.Keyring.Candidate;
import org.ratatosk.server.stream.sasl.Keyring.Kept;
import org.ratatosk.server.stream.sasl.Keyring.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves passwords against the keys of the accounts, and makes keys. Accounts that do not exist, are disabled or have no
 * password look like any other: the same reads, the same hashing, a salt that stays the same, the same answer. Thread-safe.
 */
public final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    private static final Credential ELSEWHERE = new Credential(Credential.Kind.ELSEWHERE, "");
    private static final int ID_BYTES = 12;
    private static final Duration USE_NOTED = Duration.ofHours(1);

    private final Store store;
    private final Throttle throttle;
    private final Executor cpu;
    private final Keyring keyring;
    private final InstantSource clock;
    private final SecureRandom random;
    private volatile PasswordsElsewhere elsewhere = PasswordsElsewhere.NOWHERE;

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
        this.store = store;
        this.throttle = throttle;
        this.cpu = cpu;
        this.keyring = new Keyring(store, secret, iterations);
        this.clock = clock;
        this.random = random;
    }

    /** The candidates of a user for one mechanism: always as many, with one salt. */
    CompletionStage<List<Candidate>> lookup(User user, ScramHash hash) {
        return keyring.kept(user).thenApply(kept -> keyring.candidates(user, kept, hash));
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
     * What a user proves by a password, if anything. The stage fails with a {@link SaslException} if that cannot be known now.
     *
     * @param accepted which of those that are kept here let in
     */
    CompletionStage<Optional<Credential>> verify(
            User user, String password, String remoteAddress, Predicate<Password> accepted) {
        Throttle.Attempt attempt;
        try {
            attempt = attempt(user, remoteAddress);
        } catch (SaslException e) {
            return CompletableFuture.failedStage(e);
        }
        return keyring.kept(user)
                .thenCompose(kept -> onCpu(() -> match(user, kept, password).filter(accepted)))
                .thenCompose(right -> right.isPresent()
                        ? CompletableFuture.completedStage(right.map(one -> proved(user, one)))
                        : verifyElsewhere(user, password))
                .whenComplete((right, failure) -> {
                    if (failure != null) {
                        attempt.cancelled();
                    } else if (right.isPresent()) {
                        attempt.succeeded();
                    }
                });
    }

    private CompletionStage<Optional<Credential>> verifyElsewhere(User user, String password) {
        Jid account = user.account();
        if (account == null || !elsewhere.of(user.domain())) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return elsewhere
                .check(account, password)
                .thenApply(right -> right ? Optional.of(ELSEWHERE) : Optional.<Credential>empty())
                .exceptionallyCompose(failure -> {
                    LOG.info("A password could not be checked elsewhere: {}", String.valueOf(failure.getMessage()));
                    return CompletableFuture.failedStage(SaslException.later(
                            "The website cannot be asked for the password now. Try again in a minute."));
                });
    }

    private Optional<Password> match(User user, Kept kept, String password) {
        boolean useOther = kept.first(ScramHash.SHA_256).isEmpty()
                && kept.first(ScramHash.SHA_1).isPresent();
        ScramHash hash = useOther ? ScramHash.SHA_1 : ScramHash.SHA_256;
        List<Candidate> candidates = keyring.candidates(user, kept, hash);
        ScramKeys first = candidates.get(0).keys();
        byte[] given;
        try {
            given = Scram.derive(hash, password, first.salt(), first.iterations())
                    .storedKey();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Keyring.matching(candidates, keys -> given).map(Candidate::password);
    }

    /** Somebody logged in with a password: what it is to be remembered as, and when an app password was used. */
    Credential proved(User user, Password password) {
        Jid account = Objects.requireNonNull(user.account());
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
        if (credential.kind() == Credential.Kind.ELSEWHERE) {
            return CompletableFuture.completedStage(true);
        }
        return store.read(tables -> tables.accounts().passwords(account).stream()
                .anyMatch(one -> one.id().equals(credential.id())));
    }

    /** From now on, asks somebody else too for passwords that are none of those kept here. */
    public void ask(PasswordsElsewhere other) {
        elsewhere = other;
    }

    /** Refuses a proof for an account of a domain, in words that are the same for all its accounts. */
    SaslException refusal(String domain) {
        return elsewhere.of(domain)
                ? new SaslException(SaslError.NOT_AUTHORIZED, elsewhere.hint())
                : SaslException.notAuthorized();
    }

    private <T> CompletionStage<T> onCpu(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, cpu);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedStage(SaslException.later("The server is busy. Try again in a minute."));
        }
    }

    /**
     * Whether it is an account's own password, or the one that it has elsewhere; the same for an account that does not exist, is disabled or has no password. App
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
        return keyring.kept(user)
                .thenCompose(kept -> onCpu(() -> {
                    List<ScramKeys> keys = Stream.of(ScramHash.values())
                            .map(hash -> keyring.derive(user, kept, hash, password))
                            .toList();
                    return new Password(newId(), name, clock.instant(), null, keys);
                }))
                .exceptionallyCompose(e -> CompletableFuture.failedStage(
                        e instanceof CompletionException && e.getCause() != null ? e.getCause() : e));
    }

    /** A new app password, easy to type. */
    public String newSecret() {
        return AppSecret.fresh(random);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
