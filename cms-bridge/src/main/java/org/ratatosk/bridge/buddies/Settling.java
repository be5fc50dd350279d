package org.ratatosk.bridge.buddies;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.buddies.BuddyStore.Kept;
import org.ratatosk.bridge.buddies.BuddyStore.Seen;
import org.ratatosk.bridge.buddies.Rosters.Entry;
import org.ratatosk.bridge.buddies.Rosters.Wish;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Tie.Kind;
import org.ratatosk.bridge.cms.Tie.State;

/** Puts what the site says into rosters and block lists. Nobody is asked anything. Confined to the thread of the sync. */
final class Settling {
    private final Rosters rosters;
    private final BuddyStore store;
    private final Presences presences;

    Settling(Rosters rosters, BuddyStore store, Presences presences) {
        this.rosters = rosters;
        this.store = store;
        this.presences = presences;
    }

    /** Settles a tie; of those who have no account here, when they get one. */
    void settle(Kept kept) {
        Tie tie = kept.tie();
        if (tie.owner().equals(tie.other()) || !rosters.has(tie.owner()) || !rosters.has(tie.other())) {
            store.settled(kept, List.of());
            return;
        }
        switch (tie.kind()) {
            case FOLLOWS -> follows(kept);
            case NOTES -> notes(kept);
            case BLOCKS -> blocks(kept);
        }
    }

    private void follows(Kept kept) {
        Tie tie = kept.tie();
        boolean lends = lends(kept);
        boolean sees = kept.state() == State.YES || lends;
        boolean ends = kept.state() == State.NO || (kept.lent() && !sees);
        @Nullable Boolean now = sees ? Boolean.TRUE : ends ? Boolean.FALSE : null;
        if (lends) {
            store.lend(tie);
        }
        Tie back = tie.back();
        boolean listed = kept.state() != State.NO || isNoted(tie);
        // who shows presence goes first, so that it is there when the other one asks for it
        Entry shows = change(back, new Wish(null, now, stands(back) || isNoted(back)));
        Entry looks = change(tie, new Wish(now, null, listed));
        Entry was = seen(tie).withListed(looks.listed());
        Entry wasBack = seen(back).withListed(shows.listed());
        store.settled(
                new Kept(tie, kept.state(), lends),
                List.of(
                        as(tie, now == null ? was : was.withWants(now)),
                        as(back, now == null ? wasBack : wasBack.withLets(now))));
    }

    /** Whether the owner sees the other only because that lets all members see; who has been let in a client is let in any case. */
    private boolean lends(Kept kept) {
        Tie tie = kept.tie();
        return kept.state() == State.ASKED
                && presences.choice(tie.other()).includes(Presences.Shown.MEMBERS)
                && (kept.lent() || !entry(tie.back()).lets());
    }

    private void notes(Kept kept) {
        Tie tie = kept.tie();
        boolean listed = kept.state() == State.YES || stands(Tie.follows(tie.owner(), tie.other()));
        Entry now = change(tie, new Wish(null, null, listed));
        store.settled(kept, List.of(as(tie, seen(tie).withListed(now.listed()))));
    }

    private void blocks(Kept kept) {
        Tie tie = kept.tie();
        boolean blocks = kept.state() == State.YES;
        rosters.block(tie.owner(), tie.other(), blocks);
        store.settled(kept, List.of(as(tie, seen(tie).withBlocks(blocks))));
    }

    private boolean isNoted(Tie tie) {
        return stands(new Tie(Kind.NOTES, tie.owner(), tie.other()));
    }

    private boolean stands(Tie tie) {
        return store.of(tie.owner()).stream().anyMatch(kept -> kept.tie().equals(tie) && kept.state() != State.NO);
    }

    private Entry change(Tie tie, Wish wish) {
        return rosters.change(tie.owner(), tie.other(), wish);
    }

    private Entry entry(Tie tie) {
        return rosters.of(tie.owner()).getOrDefault(tie.other(), Entry.NONE);
    }

    private Entry seen(Tie tie) {
        return store.seen(tie.owner()).getOrDefault(tie.other(), Entry.NONE);
    }

    private static Seen as(Tie tie, Entry entry) {
        return new Seen(tie.owner(), tie.other(), entry);
    }
}
