package org.ratatosk.bridge.bot;

import java.util.List;
import org.ratatosk.bridge.alerts.Manner;
import org.ratatosk.bridge.alerts.Manners;
import org.ratatosk.bridge.cms.CmsException;

/** {@code quiet}: hours in which no alerts come. Immutable. */
public final class QuietCommand implements Command {
    private final Manners manners;

    /** @param manners how members want to hear of things */
    public QuietCommand(Manners manners) {
        this.manners = manners;
    }

    @Override
    public List<String> names() {
        return List.of("quiet");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "quiet [HOUR-HOUR [ZONE] | off]";
    }

    @Override
    public String summary() {
        return "Hours of the day in which I tell you nothing; I tell it all after them.";
    }

    @Override
    public String details() {
        return "As in: quiet 22:00-7:00 Europe/Berlin. The zone is kept for the next time; at first it is UTC.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return Manner.PLAIN.withQuiet(line.args()).isPresent();
    }

    @Override
    public String run(Request request) {
        String member = request.member().orElseThrow().member().name();
        Manner manner = manners.of(member);
        if (!request.args().isBlank()) {
            manner = manner.withQuiet(request.args())
                    .orElseThrow(() -> new CmsException(
                            "I do not know such hours. Write them as in: quiet 22:00-7:00 Europe/Berlin", false));
            manners.put(member, manner);
        }
        String zone = manner.zone().getId();
        return manner.quiet()
                .map(hours -> "Your quiet hours are " + hours + ", " + zone
                        + ". What comes then is kept and told after them. \"quiet off\" ends that.")
                .orElse("You have no quiet hours. To have some: quiet 22:00-7:00 " + zone);
    }
}
