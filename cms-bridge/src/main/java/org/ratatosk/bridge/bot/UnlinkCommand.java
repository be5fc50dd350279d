package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.stream.Collectors;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.server.jid.Jid;

/** {@code unlink [JID]}: gives a proved address up; at that address without naming it, at home by name. Thread-safe. */
public final class UnlinkCommand implements Command {
    private final Identities identities;

    /** @param identities where it is given up */
    public UnlinkCommand(Identities identities) {
        this.identities = identities;
    }

    @Override
    public List<String> names() {
        return List.of("unlink");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "unlink [ADDRESS]";
    }

    @Override
    public String summary() {
        return "Gives up an address that was linked, with its subscriptions.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return line.args().isEmpty() || LinkCommand.looksLikeAddress(line.args());
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        Jid address = request.args().isEmpty()
                ? own(caller)
                : LinkCommand.address(request.args()).bare();
        if (!caller.home() && !address.equals(caller.address())) {
            throw new CmsException(
                    "From here you can only unlink " + caller.address() + " itself. Others: from "
                            + caller.member().home() + " or on the web.",
                    false);
        }
        if (address.equals(caller.member().home())) {
            throw new CmsException(address + " is your account here; it cannot be unlinked.", false);
        }
        identities.unlink(caller.member().name(), address);
        return address + " is not linked with " + caller.member().name() + " any more.";
    }

    private Jid own(Caller caller) {
        if (!caller.home()) {
            return caller.address();
        }
        List<Identity> linked = identities.of(caller.member().name());
        throw new CmsException(
                linked.isEmpty()
                        ? "No further address is linked with you."
                        : "Which one? "
                                + linked.stream()
                                        .map(i -> "unlink " + i.address())
                                        .collect(Collectors.joining(", or: ")),
                false);
    }
}
