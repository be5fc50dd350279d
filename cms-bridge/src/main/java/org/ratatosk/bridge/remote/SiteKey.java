package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that a site and its CMS share, and what is signed with it, by Standard Webhooks 1.0. Written it is {@code ID:whsec_BASE64}.
 * Immutable; never shown by {@link #toString()}.
 */
public final class SiteKey {
    /** How far the clocks of both sides may be apart. */
    public static final Duration TOLERANCE = Duration.ofSeconds(300);

    /** The header that names the key. */
    public static final String KEY = "ratatosk-key";

    /** The header of a message's id. */
    public static final String ID = "webhook-id";

    /** The header of the time, in seconds since 1970. */
    public static final String TIMESTAMP = "webhook-timestamp";

    /** The header of the signatures. */
    public static final String SIGNATURE = "webhook-signature";

    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9]{1,40}):whsec_([A-Za-z0-9+/]{32,90}={0,2})");
    private static final Pattern MESSAGE_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final String id;
    private final byte[] secret;

    private SiteKey(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A new key. */
    public static SiteKey fresh(String id, SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return read(new SiteKey(id, secret).written())
                .orElseThrow(() -> new IllegalArgumentException("A key's id has letters and figures only"));
    }

    /** Reads a key; empty if it is none. */
    public static Optional<SiteKey> read(String written) {
        Matcher parts = WRITTEN.matcher(written.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getDecoder().decode(parts.group(2));
            return secret.length < LEAST_BYTES || secret.length > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(new SiteKey(parts.group(1), secret));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What names it; no secret. */
    public String id() {
        return id;
    }

    /** The whole of it, as it is pasted into a CMS. A secret. */
    public String written() {
        return id + ":whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    /** The payload of a request that is signed with its method and target, as all are but pushed events. */
    public static byte[] payload(String method, String target, byte[] body) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes((method + ' ' + target + '\n').getBytes(UTF_8));
        payload.writeBytes(body);
        return payload.toByteArray();
    }

    /** The headers that sign a payload. */
    public Map<String, String> sign(byte[] payload, Instant now) {
        String message = UUID.randomUUID().toString();
        String seconds = Long.toString(now.getEpochSecond());
        return Map.of(KEY, id, ID, message, TIMESTAMP, seconds, SIGNATURE, signature(message, seconds, payload));
    }

    /** One signature. */
    public String signature(String message, String seconds, byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((message + '.' + seconds + '.').getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(payload));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a payload was signed with this key, not long ago.
     *
     * @param message the id of the message
     * @param seconds the time that it names
     * @param signatures those that came, with blanks between; one that is right is enough
     */
    public boolean verifies(String message, String seconds, String signatures, byte[] payload, Instant now) {
        if (!MESSAGE_ID.matcher(message).matches() || !seconds.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                .abs();
        byte[] right = signature(message, seconds, payload).getBytes(UTF_8);
        boolean verified = false;
        for (String one : signatures.split(" ", 10)) {
            verified |= MessageDigest.isEqual(right, one.getBytes(UTF_8));
        }
        return verified && apart.compareTo(TOLERANCE) <= 0;
    }

    @Override
    public String toString() {
        return "SiteKey[" + id + "]";
    }
}
