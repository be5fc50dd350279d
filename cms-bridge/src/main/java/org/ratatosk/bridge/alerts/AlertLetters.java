package org.ratatosk.bridge.alerts;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Addresses.Holder;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.ShownName;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.outbox.Letter;
import org.ratatosk.bridge.outbox.Letters;
import org.ratatosk.server.jid.Jid;

/**
 * Writes alerts at the moment of sending, after a last look at whether the address is the member's still, wants alerts, and may
 * see what they tell of. Thread-safe; blocks on the database, the CMS and the engine's rosters.
 */
public final class AlertLetters implements Letters {
    private static final int HINTS = 3;

    private final NewsDesk desk;
    private final CmsAdapter cms;
    private final Addresses addresses;
    private final SubscriptionStore subscriptions;
    private final Suspensions suspensions;
    private final AlertStore alerts;
    private final Visibility visibility;
    private final Manners manners;
    private final Predicate<Jid> away;
    private final InstantSource clock;
    private final AlertText text;

    /**
     * @param desk where the news are found
     * @param cms who the members are
     * @param addresses whose addresses are whose
     * @param subscriptions where addresses are switched off
     * @param suspensions where no alerts go because they came back
     * @param alerts the earlier alerts
     * @param visibility who may see what
     * @param manners when members want to hear
     * @param away whether nobody is there at a home
     */
    public AlertLetters(
            NewsDesk desk,
            CmsAdapter cms,
            Addresses addresses,
            SubscriptionStore subscriptions,
            Suspensions suspensions,
            AlertStore alerts,
            Visibility visibility,
            Manners manners,
            Predicate<Jid> away,
            InstantSource clock) {
        this.desk = desk;
        this.cms = cms;
        this.addresses = addresses;
        this.subscriptions = subscriptions;
        this.suspensions = suspensions;
        this.alerts = alerts;
        this.visibility = visibility;
        this.manners = manners;
        this.away = away;
        this.clock = clock;
        this.text = new AlertText(this::shownName);
    }

    @Override
    public List<Letter> write(List<Alert> due) {
        List<Letter> letters = new ArrayList<>(due.size());
        Visibility.Look look = visibility.look();
        try {
            Optional<News> news = desk.of(due.get(0).event());
            for (Alert alert : due) {
                letters.add(news.isPresent() ? letter(alert, news.get(), look) : gone());
            }
        } catch (CmsException e) {
            while (letters.size() < due.size()) {
                letters.add(new Letter.Later(String.valueOf(e.getMessage())));
            }
        }
        return letters;
    }

    private static Letter gone() {
        return new Letter.Dropped(DropReason.NOT_VISIBLE, "What it tells of is not on the site any more");
    }

    private Letter letter(Alert alert, News news, Visibility.Look look) {
        Optional<Holder> holder = addresses.holder(alert.address());
        Optional<Letter> refusal = refusal(alert, holder).or(() -> held(alert, news, holder));
        return refusal.orElseGet(() -> written(alert, holder, news, look));
    }

    private Optional<Letter> held(Alert alert, News news, Optional<Holder> holder) {
        return news.waits() && alert.state() == Alert.State.WAITING
                ? holder.flatMap(h -> Held.reason(manners.of(h.member().name()), h, away, clock.instant()))
                        .map(Letter.Held::new)
                : Optional.empty();
    }

    /** The words of an alert that was held, for a list; nothing if it cannot be told. */
    Optional<String> line(Alert alert) {
        Optional<Holder> holder = addresses.holder(alert.address());
        try {
            Optional<News> news = desk.of(alert.event());
            return news.isEmpty() || refusal(alert, holder).isPresent()
                    ? Optional.empty()
                    : Optional.of(written(alert, holder, news.get(), visibility.look()))
                            .filter(Letter.Ready.class::isInstance)
                            .map(letter -> ((Letter.Ready) letter).body());
        } catch (CmsException e) {
            return Optional.empty();
        }
    }

    /**
     * The words of an alert that goes another way than to its address, where that is suspended or could not be reached.
     *
     * @return nothing if it may not be told, or not any more
     * @throws CmsException if that cannot be found out now
     */
    Optional<String> elsewhere(Alert alert) {
        Optional<Holder> holder = addresses.holder(alert.address());
        Optional<News> news = desk.of(alert.event());
        if (holder.isEmpty() || news.isEmpty() || unwanted(alert, holder).isPresent()) {
            return Optional.empty();
        }
        if (news.get().isGathered()) {
            // what a list holds was looked at when it was made, which may be long ago
            String listed = alerts.listed(alert).stream()
                    .flatMap(one -> elsewhere(one).stream())
                    .collect(Collectors.joining("\n\n"));
            return Optional.of(listed).filter(words -> !words.isEmpty());
        }
        String member = holder.get().member().name();
        return news.get().isFor(Viewer.member(member), visibility.look())
                ? Optional.of(news.get().words(text, member))
                : Optional.empty();
    }

    private Letter written(Alert alert, Optional<Holder> holder, News news, Visibility.Look look) {
        Viewer viewer = new Viewer(holder.map(h -> h.member().name()).orElse(null));
        if (!news.isFor(viewer, look)) {
            String who = viewer.member().orElse("Somebody unknown");
            return new Letter.Dropped(DropReason.NOT_VISIBLE, who + " may not see it");
        }
        String words = news.words(text, viewer.memberName());
        boolean hint = holder.filter(h -> h.rights().contains(Right.COMMENT)).isPresent()
                && news.takesComments()
                && alerts.isAmongFirst(alert, HINTS);
        return new Letter.Ready(
                hint ? words + "\nReply to comment." : words,
                Optional.of(news.link()).filter(l -> !l.isBlank()));
    }

    private Optional<Letter> refusal(Alert alert, Optional<Holder> holder) {
        return unwanted(alert, holder)
                .or(() -> suspensions
                        .at(alert.address())
                        .map(bounces -> new Letter.Dropped(DropReason.SUSPENDED, Suspensions.sentence(bounces))));
    }

    private Optional<Letter> unwanted(Alert alert, Optional<Holder> holder) {
        @Nullable String owner = alert.member();
        if (owner != null && holder.filter(h -> h.member().name().equals(owner)).isEmpty()) {
            String sentence = alert.address() + " is not proved to be " + owner + "'s any more";
            return Optional.of(new Letter.Dropped(DropReason.UNPROVED, sentence));
        }
        if (holder.filter(h -> !h.member().alertsOn()).isPresent()) {
            return off(holder.get().member().name() + " has switched all alerts off");
        }
        if (holder.filter(h -> !h.rights().contains(Right.ALERTS)).isPresent()) {
            return off("Alerts are not among the rights of " + alert.address());
        }
        if (subscriptions.offSince(alert.address()).isPresent()) {
            return off("Alerts to " + alert.address() + " are switched off");
        }
        return Optional.empty();
    }

    private static Optional<Letter> off(String sentence) {
        return Optional.of(new Letter.Dropped(DropReason.SWITCHED_OFF, sentence));
    }

    private String shownName(String name) {
        String shown = cms.member(name).map(Member::displayName).orElse(name);
        return ShownName.of(name, AlertText.excerpt(shown, 60));
    }
}
