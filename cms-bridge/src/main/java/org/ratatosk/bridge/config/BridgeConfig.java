package org.ratatosk.bridge.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * The bridge's settings. Immutable.
 *
 * @param bot the bot's address, bare
 * @param botName how the bot is called in rosters and in its card
 * @param botStatus the status text of its presence
 * @param rosterGroup the group of members' rosters in which it stands; empty for none
 * @param avatar a PNG, JPEG or GIF file with its picture, or {@code null} for none
 * @param siteName the site's name, for titles and answers
 * @param siteUrl the address of the site's pages, without a slash at the end
 * @param siteDomains the hosted domains whose accounts are the site's members, the main one first
 * @param strangerComments what happens to comments from addresses that belong to nobody
 * @param limits how much of each thing there may be
 */
public record BridgeConfig(
        Jid bot,
        String botName,
        String botStatus,
        String rosterGroup,
        @Nullable Path avatar,
        String siteName,
        String siteUrl,
        List<String> siteDomains,
        StrangerComments strangerComments,
        Limits limits) {
    /** What happens to comments from addresses that belong to nobody. */
    public enum StrangerComments {
        /** They are refused. */
        OFF,
        /** They wait for the post's author. */
        MODERATED,
        /** They are shown at once. */
        ON
    }

    /** Checks that there is a domain and that the bot's address is bare. */
    public BridgeConfig {
        siteDomains = List.copyOf(siteDomains);
        if (siteDomains.isEmpty()) {
            throw new IllegalArgumentException("site.domains is empty: name the domain whose accounts are the members");
        }
        if (!bot.isBare()) {
            throw new IllegalArgumentException(
                    "site.bot has a resource: it has to be an address like ratatosk@" + siteDomains.get(0));
        }
    }

    /** The settings with which a site starts that says nothing but its domain and address. */
    public static BridgeConfig defaults(String domain, String siteUrl) {
        return new BridgeConfig(
                Jid.of("ratatosk", domain, null),
                "Ratatosk",
                "Write \"help\" to me.",
                "",
                null,
                domain,
                siteUrl,
                List.of(domain),
                StrangerComments.MODERATED,
                Limits.DEFAULTS);
    }

    /** The domain whose accounts are the members known by their short names. */
    public String siteDomain() {
        return siteDomains.get(0);
    }
}
