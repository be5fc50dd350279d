package org.ratatosk.bridge.config;

/**
 * The server that takes mails of the site. Immutable; never shows its password.
 *
 * @param host its name or address
 * @param port where it listens
 * @param tls how the way there is kept from others
 * @param user who logs in there; empty for nobody
 * @param password of that user
 * @param from the address that mails come from
 * @param allowPrivate whether its name may lead to a private or loopback address
 */
public record MailConfig(
        String host, int port, Tls tls, String user, String password, String from, boolean allowPrivate) {
    /** How the way to the server is kept from others. */
    public enum Tls {
        /** TLS is turned on after connecting (RFC 3207), and nothing is sent without. */
        STARTTLS,
        /** TLS from the first byte (RFC 8314). */
        DIRECT,
        /** None. */
        NONE
    }

    /** Server and port, as people write them. */
    public String place() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** Whether a host is this machine, by its address or as {@code localhost}; nothing is looked up. */
    public static boolean isHere(String host) {
        return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return "MailConfig[" + place() + "]";
    }
}
