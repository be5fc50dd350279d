package org.ratatosk.server.feature;

import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.session.Key;

/** The addresses that an account blocks, as the lane keeps them. Lane-confined. */
final class BlockList {
    private static final Key<BlockList> KEY = Key.of("blocked addresses");
    private final Set<Jid> addresses;
    private final Runnable changed;

    private BlockList(Set<Jid> addresses, Runnable changed) {
        this.addresses = new HashSet<>(addresses);
        this.changed = changed;
    }

    /** Has the list loaded with each account. */
    static void install(Hooks on) {
        on.account(
                KEY, (tables, owner) -> new BlockList(tables.blocks().blocked(owner), () -> on.contactsChanged(owner)));
    }

    private static BlockList list(Context ctx) {
        return ctx.state(KEY, () -> new BlockList(Set.of(), () -> {}));
    }

    /** The addresses; without the feature, none. */
    static Set<Jid> of(Context ctx) {
        return Collections.unmodifiableSet(list(ctx).addresses);
    }

    /** Addresses are blocked from now on; the store knows it already. */
    static void add(Context ctx, Set<Jid> added) {
        list(ctx).addresses.addAll(added);
        list(ctx).changed.run();
    }

    /** Addresses are blocked no more; the store knows it already. */
    static void remove(Context ctx, Set<Jid> removed) {
        list(ctx).addresses.removeAll(removed);
        list(ctx).changed.run();
    }

    /** Whether the account blocks an address. The hosted domains themselves and the account's own clients never count as blocked. */
    static boolean blocks(Context ctx, Jid other) {
        boolean server = other.local().isEmpty() && ctx.hosts(other.domain());
        return !server && !other.bare().equals(ctx.account()) && match(of(ctx), other);
    }

    /** Whether an address is blocked: it, its bare address, its domain with resource, or its domain (section 5). */
    static boolean match(Set<Jid> blocked, Jid other) {
        Optional<Jid> domainResource = other.resource().map(other.domainJid()::withResource);
        return blocked.contains(other)
                || blocked.contains(other.bare())
                || domainResource.filter(blocked::contains).isPresent()
                || blocked.contains(other.domainJid());
    }
}
