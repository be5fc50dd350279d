package org.ratatosk.bridge.bot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.bridge.alerts.TopicWords;

/** {@code unsub}: gives up alerts at the address that it comes from. Thread-safe. */
public final class UnsubCommand implements Command {
    private final Subscriptions subscriptions;

    /** @param subscriptions where they are given up */
    public UnsubCommand(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public List<String> names() {
        return List.of("unsub", "unsubscribe", "unfollow", "leave");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "unsub MEMBER | #NUMBER | tag TAG | all";
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
    public boolean meantInAnswer(CommandLine line) {
        return Command.super.meantInAnswer(line) || Wish.isNamed(line, this);
    }

    @Override
    public String run(Request request) {
        Topic wish = Wish.of(request, this);
        @Nullable String member = Wish.member(request);
        boolean removed = subscriptions.unsubscribe(member, request.sender(), wish);
        String what = TopicWords.describe(wish.target(), wish.value());
        return removed
                ? "I do not tell you here of " + what + " any more."
                : "I did not tell you here of " + what + ". \"subs\" shows of what I do.";
    }
}
