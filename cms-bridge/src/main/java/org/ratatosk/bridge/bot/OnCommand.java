package org.ratatosk.bridge.bot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.cms.CmsAdapter;

/** {@code on}: alerts here again. Thread-safe. */
public final class OnCommand implements Command {
    private final Subscriptions subscriptions;
    private final CmsAdapter cms;

    /**
     * @param subscriptions where addresses are switched
     * @param cms where members are switched
     */
    public OnCommand(Subscriptions subscriptions, CmsAdapter cms) {
        this.subscriptions = subscriptions;
        this.cms = cms;
    }

    @Override
    public List<String> names() {
        return List.of("on");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "on";
    }

    @Override
    public String summary() {
        return "Alerts here again, after \"off\".";
    }

    @Override
    public String run(Request request) {
        @Nullable Caller caller = request.caller();
        boolean here = subscriptions.setOff(request.sender(), false);
        if (caller != null && !caller.member().alertsOn()) {
            cms.updateMember(Switch.alerts(caller.member(), true));
            return "Alerts are on again, here and at your other addresses that are not switched off themselves.";
        }
        return here ? "Alerts are on again here." : "Alerts were on here already.";
    }
}
