package org.ratatosk.bridge.bot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.bridge.alerts.TopicWords;

/** {@code unsub}: gives up alerts at the address that it comes from. Thread-safe. */
public final class UnsubCommand extends WishCommand {
    /** @param subscriptions where they are given up */
    public UnsubCommand(Subscriptions subscriptions) {
        super(subscriptions);
    }

    @Override
    public List<String> names() {
        return List.of("unsub", "unsubscribe", "unfollow", "leave");
    }

    @Override
    public String summary() {
        return "Ends what \"sub\" began.";
    }

    @Override
    public String details() {
        return TopicWords.GRAMMAR + "\n\"subs\" shows what there is, \"off\" ends all alerts here for a while.";
    }

    @Override
    String run(Request request, Topic wish) {
        @Nullable String member = member(request);
        boolean removed = subscriptions.unsubscribe(member, request.sender(), wish);
        String what = TopicWords.describe(wish.target(), wish.value());
        return removed
                ? "I do not tell you here of " + what + " any more."
                : "I did not tell you here of " + what + ". \"subs\" shows of what I do.";
    }
}
