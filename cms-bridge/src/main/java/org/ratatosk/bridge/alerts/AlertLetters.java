package org.ratatosk.bridge.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Addresses.Holder;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.ShownName;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.identity.Identity.Right;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.outbox.DropReason;
import org.ratatosk.bridge.outbox.Letter;
import org.ratatosk.bridge.outbox.Letters;
import org.ratatosk.bridge.store.EventLog;

/**
 * Writes alerts at the moment of sending, after a last look at whether the address is the member's still, wants alerts, and may
 * see what they tell of. Thread-safe; blocks on the database, the CMS and the engine's rosters.
 */
public final class AlertLetters implements Letters {
    private static final int HINTS = 3;

    private final EventLog log;
    private final CmsAdapter cms;
    private final Addresses addresses;
    private final SubscriptionStore subscriptions;
    private final Suspensions suspensions;
    private final AlertStore alerts;
    private final Visibility visibility;
    private final AlertText text;

    /**
     * @param log the events
     * @param cms where what they are about is found
     * @param addresses whose addresses are whose
     * @param subscriptions where addresses are switched off
     * @param suspensions where no alerts go because they came back
     * @param alerts the earlier alerts
     * @param visibility who may see what
     */
    public AlertLetters(
            EventLog log,
            CmsAdapter cms,
            Addresses addresses,
            SubscriptionStore subscriptions,
            Suspensions suspensions,
            AlertStore alerts,
            Visibility visibility) {
        this.log = log;
        this.cms = cms;
        this.addresses = addresses;
        this.subscriptions = subscriptions;
        this.suspensions = suspensions;
        this.alerts = alerts;
        this.visibility = visibility;
        this.text = new AlertText(this::shownName);
    }

    @Override
    public List<Letter> write(List<Alert> due) {
        List<Letter> letters = new ArrayList<>(due.size());
        Visibility.Look look = visibility.look();
        try {
            Optional<News> news = log.find(due.get(0).event()).flatMap(entry -> News.of(entry.event(), cms, log));
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
        Optional<Letter> refusal = refusal(alert, holder);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Viewer viewer = new Viewer(holder.map(h -> h.member().name()).orElse(null));
        if (!sees(look, viewer, news)) {
            String who = viewer.member().orElse("Somebody unknown");
            return new Letter.Dropped(DropReason.NOT_VISIBLE, who + " may not see it");
        }
        boolean hint = holder.filter(h -> h.rights().contains(Right.COMMENT)).isPresent()
                && news.comment().filter(c -> c.state() != Comment.State.SHOWN).isEmpty()
                && alerts.isAmongFirst(alert, HINTS);
        String link = news.comment().map(Comment::link).orElse(news.post().link());
        return new Letter.Ready(
                text.body(news, viewer.memberName(), hint), Optional.of(link).filter(l -> !l.isBlank()));
    }

    private static boolean sees(Visibility.Look look, Viewer viewer, News news) {
        Post post = news.post();
        return news.comment().map(comment -> look.sees(viewer, post, comment)).orElseGet(() -> look.sees(viewer, post));
    }

    private Optional<Letter> refusal(Alert alert, Optional<Holder> holder) {
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
        return suspensions
                .at(alert.address())
                .map(bounces -> new Letter.Dropped(DropReason.SUSPENDED, Suspensions.sentence(bounces)));
    }

    private static Optional<Letter> off(String sentence) {
        return Optional.of(new Letter.Dropped(DropReason.SWITCHED_OFF, sentence));
    }

    private String shownName(String name) {
        String shown = cms.member(name).map(Member::displayName).orElse(name);
        return ShownName.of(name, AlertText.excerpt(shown, 60));
    }
}
