package org.ratatosk.bridge.bot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Suspensions;
import org.ratatosk.bridge.alerts.TopicWords;
import org.ratatosk.bridge.outbox.BounceStore.Bounces;
import org.ratatosk.server.jid.Jid;

/** {@code subs}: what the sender hears of, as it was asked for. Thread-safe. */
public final class SubsCommand implements Command {
    private final Subscriptions subscriptions;
    private final Suspensions suspensions;

    /**
     * @param subscriptions what there is
     * @param suspensions where alerts came back
     */
    public SubsCommand(Subscriptions subscriptions, Suspensions suspensions) {
        this.subscriptions = subscriptions;
        this.suspensions = suspensions;
    }

    @Override
    public List<String> names() {
        return List.of("subs", "subscriptions");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "subs";
    }

    @Override
    public String summary() {
        return "Of what I tell you.";
    }

    @Override
    public String run(Request request) {
        @Nullable String member = WishCommand.member(request);
        List<Subscription> all =
                member == null ? subscriptions.at(null, request.sender()) : subscriptions.ofMember(member);
        StringBuilder text = new StringBuilder(list("Here I tell you of:", all, request.sender()));
        List<Jid> elsewhere = new ArrayList<>(all.stream()
                .map(Subscription::address)
                .distinct()
                .filter(address -> !address.equals(request.sender()))
                .toList());
        elsewhere.forEach(address -> text.append("\n\n").append(list("At " + address + ":", all, address)));
        @Nullable Caller caller = request.caller();
        if (caller != null && !caller.member().alertsOn()) {
            text.append("\n\nAlerts are off at all your addresses. \"on\" turns them on again.");
        } else if (subscriptions.isOff(request.sender())) {
            text.append("\n\nAlerts are off here. \"on\" turns them on again.");
        }
        suspended(member, request.sender())
                .forEach(bounces -> text.append("\n\n")
                        .append(Suspensions.sentence(bounces))
                        .append(". \"on\" lets them go again."));
        return text.toString();
    }

    private List<Bounces> suspended(@Nullable String member, Jid sender) {
        return member == null ? suspensions.at(sender).stream().toList() : suspensions.of(member);
    }

    private static String list(String title, List<Subscription> all, Jid address) {
        StringBuilder text = new StringBuilder();
        for (Subscription one : all) {
            if (one.address().equals(address)) {
                text.append('\n')
                        .append(TopicWords.write(one.target(), one.value()))
                        .append(" - ");
                text.append(TopicWords.describe(one.target(), one.value()));
            }
        }
        return text.isEmpty()
                ? "I tell you of nothing here. To change that: sub MEMBER, sub tag TAG, sub all."
                : title + text + "\nTo end one: unsub and its first words.";
    }
}
