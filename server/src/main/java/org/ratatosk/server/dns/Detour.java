package org.ratatosk.server.dns;

/**
 * Where the owner says that a domain is, whatever the DNS says. Immutable.
 *
 * @param host a name, or an IP address
 * @param port where it listens
 * @param directTls whether it wants TLS from the first byte (XEP-0368)
 */
public record Detour(String host, int port, boolean directTls) {}
