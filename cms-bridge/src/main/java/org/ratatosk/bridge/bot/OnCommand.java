package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Suspensions;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.server.jid.Jid;

/** {@code on}: alerts here again. Thread-safe. */
public final class OnCommand implements Command {
    private final Subscriptions subscriptions;
    private final Suspensions suspensions;
    private final CmsAdapter cms;

    /**
     * @param subscriptions where addresses are switched
     * @param suspensions where alerts came back
     * @param cms where members are switched
     */
    public OnCommand(Subscriptions subscriptions, Suspensions suspensions, CmsAdapter cms) {
        this.subscriptions = subscriptions;
        this.suspensions = suspensions;
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
        return "Alerts here again, after \"off\" or when too many came back.";
    }

    @Override
    public String run(Request request) {
        List<Jid> resumed = resumed(request);
        String text = switched(request, resumed.contains(request.sender()));
        List<Jid> others = resumed.stream()
                .filter(address -> !address.equals(request.sender()))
                .toList();
        return others.isEmpty()
                ? text
                : text + "\nThey go out again to "
                        + others.stream().map(Jid::toString).collect(Collectors.joining(", "))
                        + " too, from where they had come back.";
    }

    /** At home, all addresses at which alerts came back; elsewhere that address alone. */
    private List<Jid> resumed(Request request) {
        Jid sender = request.sender();
        return request.member()
                .filter(Caller::home)
                .map(caller -> suspensions.resume(caller.member().name()))
                .orElseGet(() -> suspensions.resume(sender) ? List.of(sender) : List.of());
    }

    private String switched(Request request, boolean wasSuspended) {
        @Nullable Caller caller = request.caller();
        boolean here = subscriptions.setOff(request.sender(), false);
        if (caller != null && !caller.member().alertsOn()) {
            cms.updateMember(Switch.alerts(caller.member(), true));
            return "Alerts are on again, here and at your other addresses that are not switched off themselves.";
        }
        return here || wasSuspended ? "Alerts are on again here." : "Alerts were on here already.";
    }
}
