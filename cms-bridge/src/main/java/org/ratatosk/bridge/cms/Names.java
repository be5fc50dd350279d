package org.ratatosk.bridge.cms;

import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidEscaping;

/**
 * How members are called: accounts of the site's main domain by the part before the {@code @}, those of its further domains by
 * their whole address. Immutable.
 *
 * @param domains the site's domains, the main one first
 */
public record Names(List<String> domains) {
    /** Keeps a copy of the list. */
    public Names {
        domains = List.copyOf(domains);
    }

    /** Whether an address is on one of the site's domains. */
    public boolean isSite(Jid address) {
        return domains.contains(address.domain());
    }

    /** The name of the member whose account an address of the site would be. */
    public Optional<String> of(Jid address) {
        if (!isSite(address)) {
            return Optional.empty();
        }
        return address.domain().equals(domains.get(0))
                ? address.local()
                : address.local().map(l -> address.bare().toString());
    }

    /** The name of whoever logs in at the CMS by this; nothing if no address can hold it. */
    public Optional<String> ofLogin(String login) {
        return JidEscaping.account(login, domains.get(0)).flatMap(this::of);
    }

    /** By what a member logs in at the CMS. */
    public String login(String name) {
        return name.indexOf('@') < 0 ? JidEscaping.unescape(name) : name;
    }

    /** The account that a name would stand for, whether or not it exists. */
    public Optional<Jid> home(String name) {
        return Jid.parse(name.indexOf('@') >= 0 ? name : name + "@" + domains.get(0))
                .filter(jid -> jid.isBare() && of(jid).map(n -> n.equals(name)).orElse(false));
    }
}
