package org.ratatosk.server.dns;

import java.net.InetAddress;

/**
 * A place where the server of a domain may be reached. Immutable.
 *
 * @param priority those with a higher one are for when none of a lower one can be reached (RFC 2782)
 * @param host the name that the address belongs to: the target of an SRV record, or the domain itself
 * @param address where to connect
 * @param port where to connect
 * @param directTls whether TLS begins with the first byte (XEP-0368), or by STARTTLS
 */
public record Endpoint(int priority, String host, InetAddress address, int port, boolean directTls) {
    /** As it is shown to people: host, address, port and kind. */
    @Override
    public String toString() {
        String text = address.getHostAddress();
        return host + " (" + (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port + ", "
                + (directTls ? "direct TLS" : "STARTTLS") + ")";
    }
}
