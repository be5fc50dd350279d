package org.ratatosk.bridge.bot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.bridge.alerts.TopicWords;

/** {@code sub}: asks for alerts at the address that it comes from. Thread-safe. */
public final class SubCommand extends WishCommand {
    /** @param subscriptions where they are asked for */
    public SubCommand(Subscriptions subscriptions) {
        super(subscriptions);
    }

    @Override
    public List<String> names() {
        return List.of("sub", "subscribe", "follow");
    }

    @Override
    public String summary() {
        return "Tells you here of new posts or comments.";
    }

    @Override
    public String details() {
        return TopicWords.GRAMMAR + "\nAs an answer to an alert, \"sub\" alone means the comments under that post.";
    }

    @Override
    String run(Request request, Topic wish) {
        Subscriptions.Result result = subscriptions.subscribe(member(request), request.sender(), wish);
        Subscription kept = result.subscription();
        String what = TopicWords.describe(kept.target(), kept.value());
        String undo = "\"unsub " + TopicWords.write(kept.target(), kept.value()) + "\" ends it.";
        String text = result.fresh()
                ? "From now on I tell you here of " + what + ". " + undo
                : "I tell you here of " + what + " already. " + undo;
        return isOff(request) ? text + "\nBut alerts are off here: \"on\" turns them on again." : text;
    }

    private boolean isOff(Request request) {
        @Nullable Caller caller = request.caller();
        return subscriptions.isOff(request.sender())
                || (caller != null && !caller.member().alertsOn());
    }
}
