package org.ratatosk.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.bridge.alerts.Addresses;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.jid.Jid;

/** Accounts of the site are their members' homes; other addresses are whose who has proved them. Thread-safe; blocks. */
final class SiteAddresses implements Addresses {
    private static final Set<Identity.Right> ALL = Set.of(Identity.Right.values());

    private final Names names;
    private final CmsAdapter cms;
    private final Identities identities;

    SiteAddresses(Names names, CmsAdapter cms, Identities identities) {
        this.names = names;
        this.cms = cms;
        this.identities = identities;
    }

    @Override
    public Optional<Holder> holder(Jid address) {
        if (names.isSite(address)) {
            return names.of(address).flatMap(cms::member).map(member -> new Holder(member, ALL, true));
        }
        // asking for the member clears what an earlier account of that name has left, identities included: so look
        // twice
        return identities
                .at(address)
                .flatMap(identity -> cms.member(identity.member()))
                .flatMap(member -> identities
                        .at(address)
                        .filter(identity -> identity.member().equals(member.name()))
                        .map(identity -> new Holder(member, identity.rights(), false)));
    }

    @Override
    public List<Jid> of(String member) {
        List<Jid> addresses = new ArrayList<>();
        cms.member(member).ifPresent(m -> {
            addresses.add(m.home());
            identities.of(member).forEach(identity -> addresses.add(identity.address()));
        });
        return List.copyOf(addresses);
    }
}
