package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Locale;
import org.ratatosk.bridge.alerts.Manners;
import org.ratatosk.bridge.cms.CmsException;

/** {@code digest}: one message for all that came while one was away. Immutable. */
public final class DigestCommand implements Command {
    private final Manners manners;

    /** @param manners how members want to hear of things */
    public DigestCommand(Manners manners) {
        this.manners = manners;
    }

    @Override
    public List<String> names() {
        return List.of("digest");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "digest on | off";
    }

    @Override
    public String summary() {
        return "One message for all that came while none of your clients here was online.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return line.args().equalsIgnoreCase("on") || line.args().equalsIgnoreCase("off");
    }

    @Override
    public String run(Request request) {
        String member = request.member().orElseThrow().member().name();
        boolean on = switch (request.args().toLowerCase(Locale.ROOT)) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new CmsException("Write \"digest on\" or \"digest off\".", false);
        };
        manners.put(member, manners.of(member).withList(on));
        return on
                ? "What comes while you are away is kept, and told in one message within a minute of your return."
                : "Each alert is sent as it comes, wherever you are.";
    }
}
