package org.ratatosk.bridge.buddies;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ratatosk.bridge.buddies.BuddyStore.Kept;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Tie.Kind;
import org.ratatosk.bridge.cms.Tie.State;

/** {@link Buddies} as they are kept here. Thread-safe; blocks. */
public final class BuddyDesk implements Buddies {
    private final BuddySync sync;
    private final Rosters rosters;
    private final BuddyStore store;
    private final Names names;
    private final InstantSource clock;

    /** @param names how members are called */
    public BuddyDesk(BuddySync sync, Rosters rosters, BuddyStore store, Names names, InstantSource clock) {
        this.sync = sync;
        this.rosters = rosters;
        this.store = store;
        this.names = names;
        this.clock = clock;
    }

    @Override
    public List<Buddy> of(String login) {
        String member = name(login);
        Map<String, String> subscriptions = rosters.subscriptions(member);
        Map<String, Buddy> found = new LinkedHashMap<>();
        for (Kept kept : store.of(member)) {
            if (kept.state() != State.NO) {
                boolean own = kept.tie().owner().equals(member);
                String other = own ? kept.tie().other() : kept.tie().owner();
                Buddy was = found.getOrDefault(
                        other,
                        new Buddy(
                                names.login(other),
                                State.NO,
                                State.NO,
                                false,
                                false,
                                subscriptions.getOrDefault(other, "none")));
                found.put(other, with(was, kept, own));
            }
        }
        found.values()
                .removeIf(one ->
                        one.follows() == State.NO && one.followed() == State.NO && !one.noted() && !one.blocked());
        return List.copyOf(found.values());
    }

    /** What others note, and whom they block, is theirs to know. */
    private static Buddy with(Buddy was, Kept kept, boolean own) {
        Kind kind = kept.tie().kind();
        return new Buddy(
                was.login(),
                own && kind == Kind.FOLLOWS ? kept.state() : was.follows(),
                !own && kind == Kind.FOLLOWS ? kept.state() : was.followed(),
                was.noted() || (own && kind == Kind.NOTES),
                was.blocked() || (own && kind == Kind.BLOCKS),
                was.subscription());
    }

    @Override
    public void put(String login, String other, Kind kind, State state) {
        Tie tie = new Tie(kind, member(login), member(other));
        if (tie.owner().equals(tie.other())) {
            throw new CmsException("Nobody is a buddy of their own.", false);
        }
        String by = state == State.YES && kind == Kind.FOLLOWS ? tie.other() : tie.owner();
        sync.hear(tie, state, by, clock.instant(), true);
    }

    @Override
    public void remove(String login, String other) {
        String owner = name(login);
        for (Kind kind : Kind.values()) {
            sync.hear(new Tie(kind, owner, name(other)), State.NO, owner, clock.instant(), true);
        }
    }

    private String member(String login) {
        String name = name(login);
        if (!rosters.has(name)) {
            throw new CmsException("There is nobody called " + login + " here.", false);
        }
        return name;
    }

    private String name(String login) {
        return names.ofLogin(login)
                .orElseThrow(() -> new CmsException("No address can hold the name \"" + login + "\".", false));
    }
}
