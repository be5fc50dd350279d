package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts for the database by AES-GCM (NIST SP 800-38D) with a key that is not in it, each for one owner: what was sealed for
 * another one, or with another key, does not open. Thread-safe.
 */
public final class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /**
     * @param key 32 bytes that stay the same
     * @param random makes a nonce for each sealing
     */
    public Vault(byte[] key, SecureRandom random) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("The key of a vault has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /** A text sealed, in base64. */
    public String seal(String owner, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(text.getBytes(UTF_8));
            byte[] both = Arrays.copyOf(nonce, nonce.length + closed.length);
            System.arraycopy(closed, 0, both, nonce.length, closed.length);
            return Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM", e);
        }
    }

    /** The text that was sealed for this owner; nothing if it was not, or with another key. */
    public Optional<String> open(String owner, String sealed) {
        try {
            byte[] both = Base64.getDecoder().decode(sealed);
            if (both.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            byte[] closed = Arrays.copyOfRange(both, NONCE_BYTES, both.length);
            return Optional.of(
                    new String(cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(closed), UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "Vault";
    }
}
