package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.ongres.saslprep.SASLprep;
import javax.crypto.Mac;
import org.ratatosk.server.store.ScramKeys;

/**
 * What SCRAM computes (RFC 5802 section 3): keys from passwords, and proofs from keys. Deriving keys takes milliseconds of a
 * processor on purpose. Immutable.
 */
public final class Scram {
    /** How often the hash is applied unless the configuration says more (XEP-0438 asks for 10,000 at least). */
    public static final int DEFAULT_ITERATIONS = 10_000;

    static final int SALT_BYTES = 16;
    private static final SASLprep PREPARATION = new SASLprep();

    private Scram() {}

    /**
     * The keys of a password for one mechanism.
     *
     * @throws IllegalArgumentException if the password is empty or holds characters that SASLprep forbids
     */
    public static ScramKeys derive(ScramHash hash, String password, byte[] salt, int iterations) {
        byte[] salted = hi(hash, prepare(password).getBytes(UTF_8), salt, iterations);
        byte[] clientKey = hash.hmac(salted, "Client Key".getBytes(US_ASCII));
        byte[] serverKey = hash.hmac(salted, "Server Key".getBytes(US_ASCII));
        return new ScramKeys(hash.mechanism(), salt, iterations, hash.hash(clientKey), serverKey);
    }

    /** The password as SASLprep (RFC 4013) has it. */
    private static String prepare(String password) {
        String prepared;
        try {
            prepared = PREPARATION.prepareQuery(password);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The password holds characters that a password cannot have", e);
        } catch (IndexOutOfBoundsException e) {
            prepared = ""; // how the library says that nothing is left
        }
        if (prepared.isEmpty()) {
            throw new IllegalArgumentException("The password is empty");
        }
        return prepared;
    }

    /** Hi(), which is PBKDF2 with one block. */
    private static byte[] hi(ScramHash hash, byte[] password, byte[] salt, int iterations) {
        Mac mac = hash.mac(password);
        mac.update(salt);
        byte[] u = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = u.clone();
        for (int i = 1; i < iterations; i++) {
            u = mac.doFinal(u);
            for (int k = 0; k < result.length; k++) {
                result[k] ^= u[k];
            }
        }
        return result;
    }

    /** H(ClientKey) that a proof amounts to; the proof is right if it equals the stored key. */
    static byte[] storedKeyOf(ScramHash hash, ScramKeys keys, byte[] proof, String authMessage) {
        byte[] signature = hash.hmac(keys.storedKey(), authMessage.getBytes(UTF_8));
        byte[] clientKey = new byte[signature.length];
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] = (byte) (signature[i] ^ proof[i]);
        }
        return hash.hash(clientKey);
    }

    /** The server's own proof. */
    static byte[] serverSignature(ScramHash hash, ScramKeys keys, String authMessage) {
        return hash.hmac(keys.serverKey(), authMessage.getBytes(UTF_8));
    }
}
