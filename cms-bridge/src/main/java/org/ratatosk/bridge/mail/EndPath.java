package org.ratatosk.bridge.mail;

/** Where the page stands that ends mails. Immutable. */
public final class EndPath {
    /** What stands before the token. */
    public static final String PREFIX = "/no-mail/";

    private EndPath() {}

    /** The page's path for a token. */
    static String of(String token) {
        return PREFIX + token;
    }
}
