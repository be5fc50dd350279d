package org.ratatosk.bridge.buddies;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.remote.Change;

/** What is kept of buddies. Each write is one transaction, durable when the call returns. Blocks on the database. Thread-safe. */
public interface BuddyStore {
    /**
     * How a tie stands on the site.
     *
     * @param tie which
     * @param state how
     * @param lent whether the owner sees the other only because the other lets all members see, without having agreed
     */
    record Kept(Tie tie, Tie.State state, boolean lent) {}

    /**
     * How somebody stood in a roster when the site and the roster last agreed.
     *
     * @param owner whose roster
     * @param other who stands in it
     * @param entry how
     */
    record Seen(String owner, String other, Rosters.Entry entry) {}

    /**
     * Keeps what the site says of a tie. What is older than what is known, and that somebody asks who has been agreed to, is no news.
     *
     * @param at when it changed there
     * @return how it stood before, if that is news; then it is due
     */
    Optional<Tie.State> hear(Tie tie, Tie.State state, Instant at, Instant now);

    /** Keeps what the whole list of the site says of some ties; whatever is different from what is known is due. */
    void read(List<Change.Tied> ties, Instant now);

    /** The whole list was read: what was not heard of since it was begun is no more, and due. */
    void finish(Instant begun);

    /** When the whole list was last begun and read to its end. */
    Optional<Instant> finished();

    /** The site was told by us that a tie stands so. */
    void told(Tie tie, Tie.State state, Instant now);

    /** Ties that were not put into rosters yet. */
    List<Kept> due(int limit);

    /** All ties of a member, both ways. */
    List<Kept> of(String member);

    /** Ties that are due again: those in which a member is. */
    void renew(String member);

    /** Ties that are due again. */
    void renew(List<Tie> ties);

    /** An owner is about to see the other only because that lets all members see. */
    void lend(Tie tie);

    /**
     * A tie was put into rosters; if another state was heard meanwhile it stays due.
     *
     * @param seen how the two stand in each other's rosters since
     */
    void settled(Kept kept, List<Seen> seen);

    /** Those whom a member lets see without having agreed. */
    Set<String> lentBy(String member);

    /** How others stood in a member's roster. */
    Map<String, Rosters.Entry> seen(String owner);

    /** In whose rosters somebody stood. */
    Set<String> seenBy(String other);

    /** Keeps how somebody stands in a roster now. */
    void see(List<Seen> seen);

    /** Forgets a member. */
    void forget(String member);
}
