package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;
import org.ratatosk.server.store.Store;

/**
 * The keys of users' passwords as logins see them: one salt for each user and mechanism, always as many keys to try, and for those
 * who do not exist, are disabled or have no password some that nobody can prove. Thread-safe.
 */
final class Keyring {
    private static final int CANDIDATES = Password.MOST_APPS + 1;

    private final Store store;
    private final byte[] secret;
    private final int iterations;

    /**
     * @param secret at least 16 bytes that stay the same, from which salts are made
     * @param iterations how often the hash is applied, for new keys
     */
    Keyring(Store store, byte[] secret, int iterations) {
        if (secret.length < Scram.SALT_BYTES) {
            throw new IllegalArgumentException("The server's secret is shorter than 16 bytes");
        }
        this.store = store;
        this.secret = secret.clone();
        this.iterations = iterations;
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
    record Kept(Optional<Account> account, List<Password> passwords) {
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

    /** Asks the store. */
    CompletionStage<Kept> kept(User user) {
        Jid jid = user.account() == null ? Jid.of(null, user.domain(), null) : user.account();
        return store.read(tables ->
                new Kept(tables.accounts().find(jid), tables.accounts().passwords(jid)));
    }

    /** The candidates of a user for one mechanism: always as many, with one salt. */
    List<Candidate> candidates(User user, Kept kept, ScramHash hash) {
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

    /** The keys of a new password, with the salt that the others have. */
    ScramKeys derive(User user, Kept kept, ScramHash hash, String password) {
        Optional<ScramKeys> other = kept.first(hash);
        byte[] salt = other.map(ScramKeys::salt).orElseGet(() -> salt(user, hash));
        return Scram.derive(
                hash, password, salt, other.map(ScramKeys::iterations).orElse(iterations));
    }
}
