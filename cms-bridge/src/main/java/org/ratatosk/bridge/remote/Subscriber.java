package org.ratatosk.bridge.remote;

import java.util.Map;
import java.util.Optional;

/** What a hub on the web meets at the address that it was given (W3C WebSub). The name in that address is known to the hub alone. Thread-safe; never blocks. */
public interface Subscriber {
    /** Where its addresses are below the site's own; the name follows. */
    String PATH = "/api/v1/websub/";

    /**
     * The hub asks whether something was meant, or tells that it will not be (sections 5.2 and 5.3).
     *
     * @param asked the parameters
     * @return what to say to it; empty if nobody meant that
     */
    Optional<String> confirm(String name, Map<String, String> asked);

    /** Whether anybody of that name wants to be told. */
    boolean knows(String name);

    /**
     * The hub tells what is new (section 7). What it does not prove to come from it is ignored.
     *
     * @param signature as in {@code sha256=HEX}
     */
    void hear(String name, String signature, byte[] body);
}
