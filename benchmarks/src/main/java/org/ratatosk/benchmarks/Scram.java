package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one SCRAM-SHA-256 exchange (RFC 5802, RFC 7677) without channel binding. Salted passwords are kept from login to
 * login, as clients may, so that the generator works less than the server. Confined to one thread.
 */
final class Scram {
    private static final String BARE_HEADER = "n,,";
    private static final Map<String, byte[]> SALTED = new ConcurrentHashMap<>();
    private final String name;
    private final String password;
    private final String nonce;
    private byte @Nullable [] expected;

    /**
     * @param name the account's name, in letters and digits only
     * @param nonce unique for this exchange
     */
    Scram(String name, String password, String nonce) {
        this.name = name;
        this.password = password;
        this.nonce = nonce;
    }

    /** The first message, in Base64. */
    String first() {
        return encode(BARE_HEADER + bare());
    }

    private String bare() {
        return "n=" + name + ",r=" + nonce;
    }

    /** The second message, in Base64, for the server's first, in Base64. */
    String answer(String challenge) {
        String text = decode(challenge);
        String[] parts = text.split(",");
        byte[] salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        String unproved = "c=" + encode(BARE_HEADER) + "," + parts[0];
        String all = bare() + "," + text + "," + unproved;
        byte[] salted =
                SALTED.computeIfAbsent(password + "\0" + parts[1] + "\0" + iterations, key -> salted(salt, iterations));
        byte[] clientKey = hmac(salted, "Client Key".getBytes(UTF_8));
        byte[] proof = hmac(hash(clientKey), all.getBytes(UTF_8));
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        expected = hmac(hmac(salted, "Server Key".getBytes(UTF_8)), all.getBytes(UTF_8));
        return encode(unproved + ",p=" + Base64.getEncoder().encodeToString(proof));
    }

    /** Whether the server has proved that it knows the password too. */
    boolean isProved(String success) {
        return expected != null
                && decode(success).equals("v=" + Base64.getEncoder().encodeToString(expected));
    }

    private byte[] salted(byte[] salt, int iterations) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hash(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String decode(String text) {
        return new String(Base64.getDecoder().decode(text.strip()), UTF_8);
    }
}
