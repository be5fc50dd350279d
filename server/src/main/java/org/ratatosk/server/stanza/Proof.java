package org.ratatosk.server.stanza;

/**
 * What proved that a stanza is from whom it says it is, the weakest first. How somebody logged in on another server is that
 * server's business; it is the domain that is proved here.
 */
public enum Proof {
    /** The domain's server was called back (XEP-0220): whoever can lie to DNS, or stands between, could pass for it. */
    DIALBACK,
    /** The domain's server showed a certificate for it (RFC 6120 section 13.7, POSH, DANE). */
    CERTIFICATE,
    /** The domain is hosted here. */
    HOSTED;

    /** Whether it is as strong as another one. */
    public boolean isAtLeast(Proof other) {
        return compareTo(other) >= 0;
    }
}
