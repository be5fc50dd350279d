package org.ratatosk.bridge.buddies;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.ratatosk.bridge.buddies.BuddyStore.Kept;
import org.ratatosk.bridge.buddies.BuddyStore.Seen;
import org.ratatosk.bridge.buddies.Rosters.Entry;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Tie.Kind;
import org.ratatosk.bridge.cms.Tie.State;
import org.ratatosk.bridge.remote.RemoteCms.Deed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the site what members have done in their clients: the difference between how others stand in their rosters and how they stood when
 * the site and the roster last agreed. What the site has put there itself is no difference. Confined to the thread of the sync.
 */
final class Deeds {
    /** The way to the site. */
    @FunctionalInterface
    interface Teller {
        /** Tells it, as that member; throws {@link CmsException} if the site does not take it. */
        void tell(String member, Deed deed, String other);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Deeds.class);

    private final Rosters rosters;
    private final BuddyStore store;
    private final Teller teller;
    private final BiConsumer<String, String> refused;
    private final InstantSource clock;

    /** @param refused hears which member's deed the site refuses for good, and in which words; not of what it does not do at all */
    Deeds(Rosters rosters, BuddyStore store, Teller teller, BiConsumer<String, String> refused, InstantSource clock) {
        this.rosters = rosters;
        this.store = store;
        this.teller = teller;
        this.refused = refused;
        this.clock = clock;
    }

    /** Takes a member's roster as it is: the site is told nothing of it. */
    void begin(String owner) {
        Map<String, Entry> now = rosters.of(owner);
        store.see(now.entrySet().stream()
                .map(one -> new Seen(owner, one.getKey(), one.getValue()))
                .toList());
    }

    /**
     * Tells whatever a member has done.
     *
     * @throws CmsException a temporary one, if the site cannot be told now
     */
    void tell(String owner) {
        if (!rosters.has(owner)) {
            return; // whoever is locked out did nothing, and of whoever is gone nothing is left
        }
        Map<String, Entry> now = rosters.of(owner);
        Map<String, Entry> before = store.seen(owner);
        Set<String> others = new LinkedHashSet<>(before.keySet());
        others.addAll(now.keySet());
        for (String other : others) {
            Entry is = now.getOrDefault(other, Entry.NONE);
            if (!is.equals(before.getOrDefault(other, Entry.NONE))) {
                pair(new Side(owner, other, before.getOrDefault(other, Entry.NONE), is));
            }
        }
    }

    /** One in the roster of another, before and now. */
    private record Side(String owner, String other, Entry was, Entry is) {
        boolean isGone() {
            return was.listed() && !is.listed();
        }

        boolean stopsWanting() {
            return isGone() || (was.wants() && !is.wants());
        }

        boolean stopsLetting() {
            return isGone() || (was.lets() && !is.lets());
        }

        Seen seen() {
            return new Seen(owner, other, is);
        }

        /** What the server makes of this side because of the other one may be still to come, and is nobody's deed. */
        Seen after(Side first) {
            Entry lets = first.stopsWanting() ? is.withLets(false) : is;
            return new Seen(owner, other, first.stopsLetting() ? lets.withWants(false) : lets);
        }
    }

    /** Whoever did something first did it, and what follows from it in the other's roster is then told already. */
    private void pair(Side first) {
        String other = first.other();
        Entry was = store.seen(other).getOrDefault(first.owner(), Entry.NONE);
        Entry is = rosters.of(other).getOrDefault(first.owner(), Entry.NONE);
        Side second = new Side(/* owner= */ other, /* other= */ first.owner(), was, is);
        if (rosters.has(other)) {
            Map<Tie, State> site = new HashMap<>();
            for (Kept kept : store.of(first.owner())) {
                site.put(kept.tie(), kept.state());
            }
            blocks(first, site);
            endings(first, site);
            wishes(second, site);
            wishes(first, site);
            consents(first, site);
            consents(second, site);
            endings(second, site);
            blocks(second, site);
        }
        store.see(List.of(first.seen(), second.after(first)));
    }

    private void blocks(Side side, Map<Tie, State> site) {
        Tie tie = new Tie(Kind.BLOCKS, side.owner(), side.other());
        if (side.is().blocks() != side.was().blocks()) {
            State now = side.is().blocks() ? State.YES : State.NO;
            if (state(site, tie) != now) {
                told(side, now == State.YES ? Deed.BLOCK : Deed.UNBLOCK, tie, now, site);
            }
        }
    }

    private void endings(Side side, Map<Tie, State> site) {
        Tie own = Tie.follows(side.owner(), side.other());
        Tie others = Tie.follows(side.owner(), side.other()).back();
        if (side.stopsWanting() && state(site, own) != State.NO) {
            told(side, Deed.UNFOLLOW, own, State.NO, site);
        }
        if (side.stopsLetting() && state(site, others) != State.NO) {
            told(side, Deed.REJECT, others, State.NO, site);
        }
    }

    private void wishes(Side side, Map<Tie, State> site) {
        Tie own = Tie.follows(side.owner(), side.other());
        if (side.is().wants() && !side.was().wants() && state(site, own) == State.NO) {
            told(side, Deed.FOLLOW, own, State.ASKED, site);
        }
    }

    private void consents(Side side, Map<Tie, State> site) {
        Tie others = Tie.follows(side.owner(), side.other()).back();
        if (side.is().lets() && !side.was().lets() && state(site, others) == State.ASKED) {
            told(side, Deed.ACCEPT, others, State.YES, site);
        }
    }

    private static State state(Map<Tie, State> site, Tie tie) {
        return site.getOrDefault(tie, State.NO);
    }

    private void told(Side side, Deed deed, Tie tie, State now, Map<Tie, State> site) {
        try {
            teller.tell(side.owner(), deed, side.other());
        } catch (CmsException e) {
            if (e.temporary()) {
                throw e;
            }
            LOG.info("{} of {} by {} is not taken by the site: {}", deed, side.other(), side.owner(), e.getMessage());
            if (e.offered()) {
                refused.accept(side.owner(), e.getMessage());
            }
            site.put(tie, now); // what follows from it in the other's roster is not told either
            return;
        }
        store.told(tie, now, clock.instant());
        site.put(tie, now);
    }
}
