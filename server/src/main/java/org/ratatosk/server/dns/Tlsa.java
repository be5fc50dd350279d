package org.ratatosk.server.dns;

/**
 * What the DNS says about a certificate (RFC 6698 section 2.1). Immutable.
 *
 * @param usage 0 PKIX-TA, 1 PKIX-EE, 2 DANE-TA, 3 DANE-EE
 * @param selector 0 the whole certificate, 1 its public key
 * @param matching 0 the thing itself, 1 its SHA-256, 2 its SHA-512
 * @param data what has to be there
 */
public record Tlsa(int usage, int selector, int matching, byte[] data) {
    private static final int SHA_256_BYTES = 32;
    private static final int SHA_512_BYTES = 64;

    /** Whether this server knows what to do with it; others are as if they were not there (RFC 7671 section 4.1). */
    public boolean isUsable() {
        boolean whole = (matching == 0 && data.length > 0)
                || (matching == 1 && data.length == SHA_256_BYTES)
                || (matching == 2 && data.length == SHA_512_BYTES);
        return whole && usage >= 0 && usage <= 3 && selector >= 0 && selector <= 1;
    }
}
