package org.ratatosk.web.api;

import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.server.jid.JidEscaping;

/** How members are called here whom programs of the site call by login names. Immutable. */
final class MemberNames {
    private MemberNames() {}

    /** The name of whoever has a login name, whether or not there is one; nothing if no address can hold it. */
    static Optional<String> of(Bridge bridge, String login) {
        return JidEscaping.account(login, bridge.siteDomain()).flatMap(bridge::memberName);
    }
}
