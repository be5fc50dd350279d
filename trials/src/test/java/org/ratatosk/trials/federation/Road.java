package org.ratatosk.trials.federation;

/** How servers meet: nobody listens for others in another way, and the DNS tells of no other. */
enum Road {
    /** By IPv4, with TLS that is turned on. */
    STARTTLS("_xmpp-server"),
    /** By IPv4, with TLS from the first byte (XEP-0368). */
    DIRECT_TLS("_xmpps-server"),
    /** By IPv6, with TLS from the first byte (XEP-0368). */
    DIRECT_TLS_BY_IPV6("_xmpps-server");

    private final String service;

    Road(String service) {
        this.service = service;
    }

    /** The service in SRV records. */
    String service() {
        return service;
    }

    boolean isDirect() {
        return this != STARTTLS;
    }

    /** Where a server listens that would have an address of its own among those of IPv4; IPv6 has one loopback address alone. */
    String address(String usual) {
        return this == DIRECT_TLS_BY_IPV6 ? "::1" : usual;
    }
}
