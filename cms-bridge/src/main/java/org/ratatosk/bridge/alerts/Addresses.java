package org.ratatosk.bridge.alerts;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.jid.Jid;

/** Whose addresses are whose, as it is now. Calls may block. Thread-safe. */
public interface Addresses {
    /**
     * A member at an address.
     *
     * @param member who
     * @param rights what may be done from there; everything at home
     * @param home whether the address is the member's own account
     */
    record Holder(Member member, Set<Identity.Right> rights, boolean home) {}

    /** The member whose account or proved address this bare address is. */
    Optional<Holder> holder(Jid address);

    /** The home and the proved addresses of a member; nothing for nobody. */
    List<Jid> of(String member);
}
