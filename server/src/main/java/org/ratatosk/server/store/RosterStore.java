package org.ratatosk.server.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/** Contacts and the requests that wait for an answer. Confined to a read or write of {@link Store}. */
public interface RosterStore {
    /** For how many of the newest versions it is told what changed; removals before them are forgotten. */
    int TOLD_VERSIONS = 50;

    /** A change of a roster with the version that it made; {@code removed} items keep only their address. */
    record Change(long version, RosterItem item, boolean removed) {}

    /** All items of an owner. */
    List<RosterItem> items(Jid owner);

    /**
     * The version of an owner's roster: it grows with each change; 0 for an untouched one. It begins anew when an account is
     * deleted and made again, so what a client is told has to name the account's incarnation too.
     */
    long version(Jid owner);

    /**
     * What changed after a version, the last change of each contact only, in order of versions; nothing if more than
     * {@link #TOLD_VERSIONS} versions came after it: some removals may be forgotten, only the whole roster tells.
     */
    Optional<List<Change>> changesAfter(Jid owner, long version);

    /** Adds or replaces an item; returns the new version. */
    long put(Jid owner, RosterItem item);

    /** Removes an item; returns the new version. */
    long remove(Jid owner, Jid contact);

    /** Subscription requests that wait for the owner, whole stanzas, by the bare address of who asks, oldest first. */
    Map<Jid, Element> pendingIn(Jid owner);

    /** Keeps a request; an older one of the same address is replaced. */
    void putPendingIn(Jid owner, Jid from, Element request);

    /** Forgets a request. */
    void removePendingIn(Jid owner, Jid from);
}
