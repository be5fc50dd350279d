package org.ratatosk.bridge.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.server.jid.Jid;

/**
 * Makes the stanza ids of alerts: random, so that none comes twice even if the bridge's data are lost, and with the number of what the
 * alert tells of, so that it can be answered when all else about it is forgotten. Thread-safe if its source is.
 */
public final class StanzaIds {
    private static final int BYTES = 16;
    private static final int RADIX = 36;
    private static final int CHECKED = 4;
    private static final Pattern FORM = Pattern.compile("alert-([0-9a-z]+)-(\\d{1,18})-([0-9a-f]{8})");

    private final RandomGenerator random;

    /** @param random where chance comes from, as a {@link java.security.SecureRandom} */
    public StanzaIds(RandomGenerator random) {
        this.random = random;
    }

    /** The id of a new alert to a bare address. */
    public String next(Jid address, long number) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String chance = new BigInteger(1, bytes).toString(RADIX);
        return Envelope.stanzaId(chance + "-" + number + "-" + check(address, chance, number));
    }

    /**
     * The number that the id of an alert to a bare address holds, if it is one. The check only keeps the ids of others apart: whoever
     * knows how can make such an id, as whoever can count can write the number.
     */
    static OptionalLong number(Jid address, String id) {
        Matcher parts = FORM.matcher(id);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(parts.group(2));
        return check(address, parts.group(1), number).equals(parts.group(3))
                ? OptionalLong.of(number)
                : OptionalLong.empty();
    }

    private static String check(Jid address, String chance, long number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((address.bare() + " " + chance + " " + number).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, CHECKED);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
