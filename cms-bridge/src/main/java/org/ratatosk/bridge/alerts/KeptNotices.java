package org.ratatosk.bridge.alerts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.NoticeStore.FriendNews;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.server.jid.Jid;

/** {@link Notices}, and the news of friends. Thread-safe; blocks. */
public final class KeptNotices implements Notices {
    /** How long it waits whether somebody who was added as a friend is removed again, and the other way round. */
    public static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    /** All members of a site. */
    @FunctionalInterface
    public interface Everybody {
        /** Hands out the members by names with their homes, some at a time. */
        void each(Consumer<Map<String, Jid>> some);
    }

    private final NoticeStore store;
    private final SubscriptionStore subscriptions;
    private final CmsAdapter cms;
    private final Everybody everybody;
    private final InstantSource clock;
    private final Runnable told;

    /**
     * @param store where they are kept
     * @param subscriptions where it is kept who does not want to hear
     * @param cms who the members are
     * @param everybody the members to whom an announcement goes
     * @param clock for the times
     * @param told is run when there is something new
     */
    KeptNotices(
            NoticeStore store,
            SubscriptionStore subscriptions,
            CmsAdapter cms,
            Everybody everybody,
            InstantSource clock,
            Runnable told) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.cms = cms;
        this.everybody = everybody;
        this.clock = clock;
        this.told = told;
    }

    @Override
    public long tell(String member, Words words, String key) {
        if (cms.member(member).isEmpty()) {
            throw new CmsException("There is nobody called " + member + " here.", false);
        }
        return add(notice(Target.NOTICES, member, words), "told-" + key);
    }

    @Override
    public long announce(Words words, String key) {
        everybody.each(some -> subscriptions.addGiven(some, clock.instant()));
        return add(notice(Target.ANNOUNCEMENTS, null, words), "announced-" + key);
    }

    private Notice notice(Target target, @Nullable String recipient, Words words) {
        return new Notice(
                0, target, recipient, "", words.title(), words.text(), words.link(), words.action(), clock.instant());
    }

    private long add(Notice notice, String key) {
        long number = store.add(notice, key, clock.instant());
        told.run();
        return number;
    }

    /** Somebody has added somebody else as a friend; it is told after half an hour, unless it is undone by then. */
    public void befriended(String actor, String recipient) {
        later(actor, recipient, Target.BEFRIENDED);
    }

    /** The same for one who was removed. */
    public void defriended(String actor, String recipient) {
        later(actor, recipient, Target.DEFRIENDED);
    }

    private void later(String actor, String recipient, Target target) {
        store.later(new FriendNews(actor, recipient, target, clock.instant().plus(HALF_AN_HOUR)));
        told.run();
    }

    /** Somebody agrees to be somebody's friend. */
    public void accepted(String actor, String recipient) {
        String key = actor + " " + recipient + " " + clock.instant().toEpochMilli();
        add(
                Notice.ofFriends(Target.ACCEPTED, actor, recipient),
                "accepted-" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)));
    }
}
