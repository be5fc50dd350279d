package org.ratatosk.bridge.bot;

import java.util.List;
import org.ratatosk.bridge.cms.ShownName;

/** {@code whoami}: as whom the bot knows the caller. Immutable. */
public final class WhoamiCommand implements Command {
    @Override
    public List<String> names() {
        return List.of("whoami");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "whoami";
    }

    @Override
    public String summary() {
        return "As whom I know you.";
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        String shown = caller.member().displayName();
        String name = ShownName.login(caller.member().name());
        return "You are " + (shown.equals(name) ? name : name + " (" + shown + ")") + ", writing from "
                + (caller.home() ? "your account here, " : "your linked address ") + caller.address() + ". You may: "
                + IdentitiesCommand.words(caller.rights()) + ".";
    }
}
