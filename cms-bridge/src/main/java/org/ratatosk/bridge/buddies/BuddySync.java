package org.ratatosk.bridge.buddies;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.KeptNotices;
import org.ratatosk.bridge.alerts.Notices;
import org.ratatosk.bridge.buddies.BuddyStore.Kept;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Tie.Kind;
import org.ratatosk.bridge.cms.Tie.State;
import org.ratatosk.bridge.remote.Mirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps buddies on the site and in rosters the same. What the site says is kept first, and then put into rosters; what members do in their
 * clients is found in their rosters, and told to the site until it takes it. One thread does all of it, so that nothing overtakes what was before it.
 * After failures it is tried again each minute. Thread-safe.
 */
public final class BuddySync implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuddySync.class);
    private static final int AT_ONCE = 500;
    private static final int MOST_FAILURES = 3;

    private final Rosters rosters;
    private final BuddyStore store;
    private final KeptNotices notices;
    private final KeptNotices.Everybody everybody;
    private final InstantSource clock;
    private final Settling settling;
    private final Deeds deeds;
    private final WholeList list;
    private final ConcurrentLinkedQueue<String> touched = new ConcurrentLinkedQueue<>();
    private final Set<String> untold = new LinkedHashSet<>(); // of the one thread
    private final AtomicBoolean woken = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread one = new Thread(task, "bridge-buddies");
        one.setDaemon(true);
        return one;
    });
    private boolean looked; // of the one thread
    private volatile boolean busy;
    private volatile @Nullable String trouble;

    /**
     * @param site the CMS elsewhere, or {@code null} if there is none
     * @param notices tells members what the site does not take, and who befriends them there
     * @param everybody the members with accounts
     */
    public BuddySync(
            @Nullable Mirror site,
            Rosters rosters,
            BuddyStore store,
            Presences presences,
            KeptNotices notices,
            KeptNotices.Everybody everybody,
            InstantSource clock) {
        this.rosters = rosters;
        this.store = store;
        this.notices = notices;
        this.everybody = everybody;
        this.clock = clock;
        this.settling = new Settling(rosters, store, presences);
        this.deeds = new Deeds(
                rosters,
                store,
                (member, deed, other) -> {
                    if (site != null) {
                        site.tell(member, deed, other, "buddy-" + UUID.randomUUID());
                    }
                },
                this::refused,
                clock);
        this.list = new WholeList(
                store,
                from -> site == null || !site.keepsBuddies() ? Optional.empty() : site.buddies(from),
                this::begin,
                clock);
    }

    /** Begins: looks at all rosters for what was done while nobody looked, and listens from then on. */
    public void start() {
        rosters.watch(this::touched);
        thread.scheduleWithFixedDelay(this::round, 0, 60, TimeUnit.SECONDS);
    }

    private void touched(String member) {
        touched.add(member);
        wake();
    }

    private void wake() {
        if (woken.compareAndSet(false, true)) {
            try {
                thread.execute(this::round);
            } catch (RejectedExecutionException e) {
                LOG.debug("Woken at the end");
            }
        }
    }

    /** Whether there is nothing left to do. */
    public boolean isIdle() {
        return !woken.get() && !busy && touched.isEmpty() && store.due(1).isEmpty();
    }

    private void round() {
        busy = true;
        woken.set(false);
        boolean well = tried(this::look);
        well &= tried(list::read);
        well &= tried(this::tellAll);
        well &= tried(this::settleAll);
        if (well) {
            trouble = null;
        }
        busy = false;
    }

    private boolean tried(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    private void failed(RuntimeException e) {
        if (thread.isShutdown()) {
            return;
        }
        String words = String.valueOf(e.getMessage());
        if (!words.equals(trouble)) {
            LOG.warn("Buddies are not the same here and on the website now, and will be when they can: {}", words);
            if (!(e instanceof CmsException)) {
                LOG.debug("Buddies", e);
            }
        }
        trouble = words;
    }

    /** Nobody is told of what was in rosters before there was a site to tell. */
    private void begin() {
        everybody.each(some -> some.keySet().forEach(deeds::begin));
    }

    /** At first looks at everybody, then at those whose rosters have changed; without a site, at nobody. */
    private void look() {
        if (!looked && store.finished().isPresent()) {
            everybody.each(some -> untold.addAll(some.keySet()));
        }
        looked = true;
        for (String next = touched.poll(); next != null; next = touched.poll()) {
            if (store.finished().isPresent()) {
                untold.add(next);
            }
        }
    }

    /** Whoever could not be told comes first the next time. A site that fails for several is asked no more for now. */
    private void tellAll() {
        int failures = 0;
        for (String member : List.copyOf(untold)) {
            try {
                deeds.tell(member);
                untold.remove(member);
            } catch (CmsException e) {
                failures++;
                if (failures == MOST_FAILURES) {
                    throw e;
                }
                failed(e);
            }
        }
    }

    private void settleAll() {
        List<Kept> due;
        int settled;
        do {
            due = store.due(AT_ONCE);
            settled = 0;
            for (Kept kept : due) {
                if (!untold.contains(kept.tie().owner())
                        && !untold.contains(kept.tie().other())) {
                    settled += tried(() -> settling.settle(kept)) ? 1 : 0;
                }
            }
        } while (settled > 0 && due.size() == AT_ONCE && !Thread.currentThread().isInterrupted());
    }

    private void refused(String member, String why) {
        Notices.Words words =
                new Notices.Words("", "What you changed in your contact list is not so on the website. " + why, "", "");
        notices.tell(member, words, "buddy-" + UUID.randomUUID());
    }

    /**
     * The site says how a tie stands; durable when the call returns.
     *
     * @param by who did it
     * @param at when it changed there
     * @param live whether it happens now, and is not history
     */
    public void hear(Tie tie, State state, String by, Instant at, boolean live) {
        store.hear(tie, state, at, clock.instant()).ifPresent(was -> {
            if (live && tie.kind() == Kind.FOLLOWS && rosters.has(tie.owner()) && rosters.has(tie.other())) {
                news(tie, was, state, by);
            }
            wake();
        });
    }

    /** Among friends, and of a no to a question, there is nothing to tell. */
    private void news(Tie tie, State was, State now, String by) {
        boolean friends = store.of(tie.owner()).stream()
                .anyMatch(kept -> kept.tie().equals(tie.back()) && kept.state() == State.YES);
        String other = by.equals(tie.owner()) ? tie.other() : tie.owner();
        if (now == State.NO && (was == State.YES || by.equals(tie.owner()))) {
            notices.defriended(by, other);
        } else if (now == State.ASKED && !friends) {
            notices.befriended(tie.owner(), tie.other());
        } else if (now == State.YES && !friends) {
            notices.accepted(tie.other(), tie.owner());
        }
    }

    /** A member has chosen anew who may see whether they are there: those who follow do, or do no more. */
    public void chosen(String member) {
        List<Tie> asking = store.of(member).stream()
                .filter(kept ->
                        kept.state() == State.ASKED && kept.tie().other().equals(member))
                .map(Kept::tie)
                .filter(tie -> rosters.of(tie.owner())
                        .getOrDefault(member, Rosters.Entry.NONE)
                        .listed())
                .toList();
        store.renew(asking);
        wake();
    }

    /** A member has an account now. */
    public void arrived(String member) {
        store.renew(member);
        wake();
    }

    /** A member is gone: the site's contacts with them go too. */
    public void left(String gone) {
        Set<String> others = new TreeSet<>(store.seenBy(gone));
        store.of(gone).forEach(kept -> others.add(kept.tie().owner()));
        others.remove(gone);
        others.stream()
                .filter(rosters::has)
                .forEach(one -> rosters.change(one, gone, new Rosters.Wish(false, false, false)));
        store.forget(gone);
    }

    /** Those whom a member lets see without having agreed: no friends. */
    public Set<String> lentBy(String member) {
        return store.lentBy(member);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
