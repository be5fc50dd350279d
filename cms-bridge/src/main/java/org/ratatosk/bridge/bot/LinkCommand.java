package org.ratatosk.bridge.bot;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.server.jid.Jid;

/** {@code link JID}: gives a member at home a code with which another address can be proved. Thread-safe. */
public final class LinkCommand implements Command {
    private final Identities identities;
    private final BridgeConfig config;
    private final InstantSource clock;

    /** @param identities where the code is made */
    public LinkCommand(Identities identities, BridgeConfig config, InstantSource clock) {
        this.identities = identities;
        this.config = config;
        this.clock = clock;
    }

    /** The address that a text names, also as {@code xmpp:} link. */
    static Jid address(String text) {
        String plain = text.strip();
        if (plain.regionMatches(true, 0, "xmpp:", 0, 5)) {
            plain = plain.substring(5).replaceAll("\\?.*", "");
        }
        String shown = plain;
        return Jid.parse(plain)
                .orElseThrow(() -> new CmsException(
                        "\"" + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown)
                                + "\" is no Jabber address. An address looks like name@example.org.",
                        false));
    }

    /** Whether a text could be meant as an address. */
    static boolean looksLikeAddress(String text) {
        return text.indexOf('@') > 0 && text.chars().noneMatch(Character::isWhitespace);
    }

    @Override
    public List<String> names() {
        return List.of("link");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "link ADDRESS";
    }

    @Override
    public String summary() {
        return "Lets you post and get alerts at another Jabber address of yours.";
    }

    @Override
    public String details() {
        return "Write it from your account at " + config.siteName()
                + ". I answer with a code; send that to me from the other" + " address, and I know that both are you.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return line.args().isEmpty() || looksLikeAddress(line.args());
    }

    @Override
    public String run(Request request) {
        if (request.caller() == null) {
            return "To link this address with your account at " + config.siteName()
                    + ": log in there with your client and"
                    + " write to me: link " + request.sender()
                    + "\nYou get a code; send it to me from here. You can also ask for"
                    + " it on " + config.siteUrl() + "/";
        }
        Caller caller = request.caller();
        if (!caller.home()) {
            throw new CmsException(
                    "Please write that from your account here, "
                            + caller.member().home() + ", or use the web: " + config.siteUrl() + "/",
                    false);
        }
        if (request.args().isEmpty()) {
            throw new CmsException("Which address? Write: " + usage(), false);
        }
        LinkCode code = identities.request(caller.member().name(), address(request.args()));
        long minutes = Duration.between(clock.instant(), code.expires()).toMinutes();
        return "Within " + minutes + " minutes, send me this from " + code.address() + " (I am " + config.bot()
                + "):\n\ncode " + code.code() + "\n\nIt works from that address alone, and once.";
    }
}
