package org.ratatosk.bridge.alerts;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.FanOutStore.NewAlert;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.outbox.StanzaIds;
import org.ratatosk.server.jid.Jid;

/**
 * Who of those that want to hear of an event gets an alert: nobody of an own doing, nobody beyond the quota of an hour, nobody at
 * an address that is no longer the member's. Thread-safe; blocks on the database and the CMS.
 */
public final class Recipients {
    private static final Duration HOUR = Duration.ofHours(1);

    private final SubscriptionStore subscriptions;
    private final FanOutStore store;
    private final Addresses addresses;
    private final CmsAdapter cms;
    private final AlertSettings settings;
    private final StanzaIds stanzaIds;
    private final InstantSource clock;

    /**
     * @param subscriptions where what was removed is found
     * @param store where earlier alerts are counted
     * @param addresses whose addresses are whose
     * @param cms where members are found
     * @param settings the quota
     * @param stanzaIds makes the stanza id of each alert
     * @param clock by which an hour is counted
     */
    public Recipients(
            SubscriptionStore subscriptions,
            FanOutStore store,
            Addresses addresses,
            CmsAdapter cms,
            AlertSettings settings,
            StanzaIds stanzaIds,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.store = store;
        this.addresses = addresses;
        this.cms = cms;
        this.settings = settings;
        this.stanzaIds = stanzaIds;
        this.clock = clock;
    }

    /** What a member hears of at home without having asked, unless it was removed. */
    Optional<Subscription> implied(Topic topic) {
        return cms.member(topic.value())
                .map(Member::home)
                .filter(home -> !subscriptions.wasRemoved(home, topic))
                .map(home -> new Subscription(0, home, topic.value(), topic.target(), "", clock.instant()));
    }

    /** The alerts of an event for some subscriptions, at most one for each address. */
    List<NewAlert> alerts(News news, List<Subscription> wanting) {
        Event event = news.event();
        Map<Jid, NewAlert> found = new HashMap<>();
        Actor actor = actor(event.actor());
        for (Subscription subscription : wanting) {
            @Nullable
            String holder = addresses
                    .holder(subscription.address())
                    .map(h -> h.member().name())
                    .orElse(null);
            if (!actor.is(subscription, holder)) {
                found.putIfAbsent(subscription.address(), alert(event, subscription, holder));
            }
        }
        List<NewAlert> all = new ArrayList<>(found.values());
        return news.counts() ? withinQuota(all) : all;
    }

    private NewAlert alert(Event event, Subscription subscription, @Nullable String holder) {
        Jid address = subscription.address();
        @Nullable String wisher = subscription.member();
        long number = News.number(event);
        String id = stanzaIds.next(address, number);
        if (wisher != null && !wisher.equals(holder)) {
            String error = address + " is not proved to be " + wisher + "'s any more";
            return new NewAlert(address, wisher, wisher, number, id, error, DropReason.UNPROVED);
        }
        String owner = holder == null ? address.toString() : holder;
        return new NewAlert(address, owner, holder, number, id, null, null);
    }

    private List<NewAlert> withinQuota(List<NewAlert> alerts) {
        Set<String> owners = new HashSet<>();
        alerts.forEach(alert -> owners.add(alert.owner()));
        Map<String, Integer> had =
                new HashMap<>(store.countSince(owners, clock.instant().minus(HOUR)));
        List<NewAlert> within = new ArrayList<>(alerts.size());
        for (NewAlert alert : alerts) {
            boolean counts = alert.reason() == null;
            boolean over = counts && had.merge(alert.owner(), 1, Integer::sum) > settings.alertsPerHour();
            within.add(over ? overQuota(alert) : alert);
        }
        return within;
    }

    private NewAlert overQuota(NewAlert alert) {
        return new NewAlert(
                alert.address(),
                alert.owner(),
                alert.member(),
                alert.number(),
                alert.stanzaId(),
                "There were " + settings.alertsPerHour() + " alerts within an hour already",
                DropReason.QUOTA);
    }

    /** Who did it: a member at any address, or somebody at one address. */
    private record Actor(String name, Optional<Jid> address) {
        boolean is(Subscription subscription, @Nullable String holder) {
            return name.equals(subscription.member())
                    || name.equals(holder)
                    || address.filter(subscription.address()::equals).isPresent();
        }
    }

    private Actor actor(String actor) {
        Optional<Jid> address =
                actor.indexOf('@') < 0 ? Optional.empty() : Jid.parse(actor).map(Jid::bare);
        String name =
                address.flatMap(addresses::holder).map(h -> h.member().name()).orElse(actor);
        return new Actor(name, address);
    }
}
