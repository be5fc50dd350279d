package org.ratatosk.server.tls;

/**
 * What a chain of certificates proves. Immutable.
 *
 * @param proved whether its owner speaks for the domain
 * @param open whether that is not known, because there was no time to find it out; it may be otherwise soon
 * @param how {@code PKIX}, {@code DANE} or {@code POSH}; "" if it is not proved
 * @param reason in words for people
 */
public record Judgement(boolean proved, boolean open, String how, String reason) {
    /** A proof. */
    public static Judgement by(String how, String reason) {
        return new Judgement(true, false, how, reason);
    }

    /** No proof. */
    public static Judgement no(String reason) {
        return new Judgement(false, false, "", reason);
    }

    /** Neither, for want of time. */
    public static Judgement notNow(String reason) {
        return new Judgement(false, true, "", reason);
    }
}
