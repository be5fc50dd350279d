package org.ratatosk.web.auth;

import java.net.InetAddress;

/**
 * Where a request comes from, after trusted proxies were asked. Immutable.
 *
 * @param address the client's address
 * @param secure whether the client's own connection is encrypted
 * @param host the name that it asked for, in lower case, without a port
 * @param entrance through which it came in
 */
public record Client(InetAddress address, boolean secure, String host, Entrance entrance) {
    /** The doors of the web. */
    public enum Entrance {
        /** The journal and the members' pages. */
        SITE,
        /** The same, and the console. */
        CONSOLE,
        /** Health and metrics alone. */
        METRICS
    }

    /** Whether the console may be used from here. */
    public boolean showsConsole() {
        return entrance == Entrance.CONSOLE;
    }

    /** The address as text, for throttles and for the admin's eyes. */
    public String addressText() {
        return address.getHostAddress();
    }
}
