package org.ratatosk.server.feature;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.RosterStore;
import org.ratatosk.server.xml.Element;

/** An account's roster and the requests that wait for its answer, as the lane keeps them. Lane-confined. */
final class Contacts {
    private static final Key<Contacts> KEY = Key.of("contacts");

    private final Map<Jid, RosterItem> items = new LinkedHashMap<>();
    private final Map<Jid, Element> pendingIn;
    private final Runnable changed;
    private long version;

    private Contacts(List<RosterItem> items, Map<Jid, Element> pendingIn, long version, Runnable changed) {
        this.changed = changed;
        items.forEach(item -> this.items.put(item.contact(), item));
        this.pendingIn = new LinkedHashMap<>(pendingIn);
        this.version = version;
    }

    private static Contacts read(RosterStore store, Jid owner, Runnable changed) {
        return new Contacts(store.items(owner), store.pendingIn(owner), store.version(owner), changed);
    }

    /** Has contacts loaded with each account. */
    static void install(Hooks on) {
        on.account(KEY, (tables, owner) -> read(tables.rosters(), owner, () -> on.contactsChanged(owner)));
    }

    /** The contacts of the lane's account; without the feature, none. */
    static Contacts of(Context ctx) {
        return ctx.state(KEY, () -> new Contacts(List.of(), Map.of(), 0, () -> {}));
    }

    /** All items. */
    Collection<RosterItem> items() {
        return items.values();
    }

    Optional<RosterItem> find(Jid contact) {
        return Optional.ofNullable(items.get(contact.bare()));
    }

    /** The item of a contact, or one as it would be if it were added now. */
    RosterItem findOrNew(Jid contact) {
        return find(contact)
                .orElseGet(() -> new RosterItem(contact.bare(), "", List.of(), Subscription.NONE, false, false, ""));
    }

    Subscription subscription(Jid contact) {
        return find(contact).map(RosterItem::subscription).orElse(Subscription.NONE);
    }

    void put(RosterItem item, long newVersion) {
        items.put(item.contact(), item);
        version = newVersion;
        changed.run();
    }

    void remove(Jid contact, long newVersion) {
        items.remove(contact);
        version = newVersion;
        changed.run();
    }

    /** Requests that wait for an answer, oldest first. */
    Map<Jid, Element> pendingIn() {
        return pendingIn;
    }

    long version() {
        return version;
    }
}
