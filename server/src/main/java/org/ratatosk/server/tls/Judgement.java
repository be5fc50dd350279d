package org.ratatosk.server.tls;

/**
 * What a chain of certificates proves. Immutable.
 *
 * @param proved whether its owner speaks for the domain
 * @param how {@code PKIX}, {@code DANE} or {@code POSH}; "" if it is not proved
 * @param reason in words for people
 */
public record Judgement(boolean proved, String how, String reason) {
    /** A proof. */
    public static Judgement by(String how, String reason) {
        return new Judgement(true, how, reason);
    }

    /** No proof. */
    public static Judgement no(String reason) {
        return new Judgement(false, "", reason);
    }
}
