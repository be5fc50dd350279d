package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;

/** Answers why a person did, or did not, get the news of a post or comment: the steps, and one sentence. Immutable. */
public final class TracePage implements Page {
    private final Site site;

    /** For this site. */
    public TracePage(Site site) {
        this.site = site;
    }

    /** A step as shown. */
    public record StepView(@Nullable Time at, String text) {}

    /** A trace as shown. */
    public record TraceView(String outcome, String tone, String sentence, List<StepView> steps) {}

    @Override
    public String path() {
        return "/console/trace";
    }

    @Override
    public Access access() {
        return Access.SITE_ADMIN;
    }

    @Override
    public Answer get(Call call) {
        String who = call.query().text("who");
        String asked = call.query().text("number");
        OptionalLong number = Numbers.positive(asked.startsWith("#") ? asked.substring(1) : asked);
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "trace");
        model.put("who", who);
        model.put("number", asked);
        if (who.isEmpty() && asked.isEmpty()) {
            return Console.show(site, call, 200, "TracePage.ftlh", "Trace", model);
        }
        if (who.isEmpty() || number.isEmpty()) {
            model.put("problem", "Say who (a member's name or an address) and the number of a post or comment.");
            return Console.show(site, call, 422, "TracePage.ftlh", "Trace", model);
        }
        try {
            model.put(
                    "trace",
                    view(site.bridge()
                            .trace(who, number.getAsLong(), at -> site.time(at).exact())));
        } catch (CmsException e) {
            model.put("problem", e.getMessage());
        }
        return Console.show(site, call, 200, "TracePage.ftlh", "Trace", model);
    }

    private TraceView view(Trace trace) {
        List<StepView> steps = trace.steps().stream()
                .map(step -> new StepView(site.timeOrNull(step.at()), step.text()))
                .toList();
        String outcome = trace.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new TraceView(outcome, tone(trace.outcome()), trace.sentence(), steps);
    }

    private static String tone(Trace.Outcome outcome) {
        return switch (outcome) {
            case SENT, ACKNOWLEDGED, LISTED, MAILED -> "good";
            case WAITING -> "warn";
            case BOUNCED, DEAD, SUSPENDED -> "bad";
            case NO_EVENT, TOO_OLD, NOT_SUBSCRIBED, OWN_DOING, NOT_VISIBLE, QUOTA, SWITCHED_OFF, UNPROVED -> "";
        };
    }
}
