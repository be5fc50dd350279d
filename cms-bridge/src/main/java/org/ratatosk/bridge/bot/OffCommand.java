package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;

/** {@code off}: no alerts here for a while; {@code off all}: none at any address. Thread-safe. */
public final class OffCommand implements Command {
    private final Subscriptions subscriptions;
    private final CmsAdapter cms;

    /**
     * @param subscriptions where addresses are switched
     * @param cms where members are switched
     */
    public OffCommand(Subscriptions subscriptions, CmsAdapter cms) {
        this.subscriptions = subscriptions;
        this.cms = cms;
    }

    @Override
    public List<String> names() {
        return List.of("off", "stop", "quit");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "off [all]";
    }

    @Override
    public String summary() {
        return "No alerts here until \"on\"; with \"all\", at none of your addresses.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return line.args().isEmpty() || line.args().equalsIgnoreCase("all");
    }

    @Override
    public String run(Request request) {
        return switch (request.args().toLowerCase(Locale.ROOT)) {
            case "" -> here(request);
            case "all" -> everywhere(request);
            default -> throw new CmsException("Write \"off\" or \"off all\".", false);
        };
    }

    private String here(Request request) {
        boolean changed = subscriptions.setOff(request.sender(), true);
        return (changed ? "Alerts are off here." : "Alerts were off here already.")
                + " Nothing is kept for later. \"on\" turns them on again.";
    }

    private String everywhere(Request request) {
        @Nullable Caller caller = request.caller();
        if (caller == null) {
            return here(request);
        }
        cms.updateMember(Switch.alerts(caller.member(), false));
        return "Alerts are off at all your addresses. Nothing is kept for later. \"on\" turns them on again.";
    }
}
