package org.ratatosk.bridge.bot;

import java.util.List;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.identity.Codes;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.Identity;

/** {@code code CODE}: proves that the sender's address belongs to the member who got the code. Thread-safe. */
public final class CodeCommand implements Command {
    private final Identities identities;
    private final Names names;
    private final BridgeConfig config;

    /** @param names which addresses are the site's own */
    public CodeCommand(Identities identities, Names names, BridgeConfig config) {
        this.identities = identities;
        this.names = names;
        this.config = config;
    }

    @Override
    public List<String> names() {
        return List.of("code");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "code CODE";
    }

    @Override
    public String summary() {
        return "Proves that this address is yours, with a code from \"link\".";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return Codes.looksLikeOne(line.args());
    }

    @Override
    public String run(Request request) {
        if (names.isSite(request.sender())) {
            throw new CmsException(
                    "A code is sent from the address that it is for. This is an account of " + config.siteName()
                            + ", which needs none.",
                    false);
        }
        if (!Codes.looksLikeOne(request.args())) {
            throw new CmsException("A code has ten letters and digits, as in: code K7WQ2-M9XHD", false);
        }
        Identity identity = identities.prove(request.sender(), request.proof(), request.args());
        return "Welcome, " + identity.member() + ". " + identity.address()
                + " is yours now: from here you can post, comment and get alerts. Write \"help\" to hear how.";
    }
}
