package org.ratatosk.bridge.outbox;

import java.math.BigInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the stanza ids of alerts: random, so that none comes twice even if the bridge's data are lost. Thread-safe if its source is. */
public final class StanzaIds implements Supplier<String> {
    private static final int BYTES = 16;
    private static final int RADIX = 36;
    private final RandomGenerator random;

    /** @param random where chance comes from, as a {@link java.security.SecureRandom} */
    public StanzaIds(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public String get() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Envelope.stanzaId(new BigInteger(1, bytes).toString(RADIX));
    }
}
