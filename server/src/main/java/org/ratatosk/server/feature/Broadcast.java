package org.ratatosk.server.feature;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.RosterItem;

/** To whom the presence of a client goes. Lane-confined. */
final class Broadcast {
    private static final Key<Set<Jid>> DIRECTED = Key.of("directed presence");

    private Broadcast() {}

    /** Those whom a client has sent its presence in particular (section 4.6). */
    static Set<Jid> directed(Session client) {
        return client.attachments().get(DIRECTED, HashSet::new);
    }

    /** A presence to all contacts that are subscribed and not blocked, and to the account's available clients. */
    static Outcome everywhere(Context ctx, Presence presence) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            if (client.isAvailable()) {
                outcome = outcome.send(client, presence.withTo(client.jid()).element());
            }
        }
        for (RosterItem item : Contacts.of(ctx).items()) {
            if (item.subscription().isFrom() && !BlockList.blocks(ctx, item.contact())) {
                outcome = outcome.route(presence.withTo(item.contact()));
            }
        }
        return outcome;
    }

    /** Unavailable presence to those who had directed presence and do not hear of it by subscription. */
    static Outcome takeBackDirected(Context ctx, Session client, Presence unavailable) {
        Outcome outcome = Outcome.handled();
        for (Jid other : directed(client)) {
            boolean hears =
                    other.isBare() && Contacts.of(ctx).subscription(other).isFrom();
            if (!hears && !BlockList.blocks(ctx, other)) {
                outcome = outcome.route(unavailable.withTo(other));
            }
        }
        List<Jid> told = List.copyOf(directed(client));
        directed(client).clear();
        return outcome.orElse(() -> directed(client).addAll(told));
    }

    /** The current presence of each available client to one address. */
    static Outcome currentTo(Context ctx, Jid to) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            if (client.presence().isPresent()) {
                Stanza presence = client.presence().get().withTo(to);
                outcome = outcome.route(presence);
            }
        }
        return outcome;
    }

    /** Unavailable presence of each available client to one address. */
    static Outcome unavailableTo(Context ctx, Jid to) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            if (client.isAvailable()) {
                outcome = outcome.route(unavailable(client).withTo(to));
            }
        }
        return outcome;
    }

    /** A probe of each available client for the presence of one address (section 4.3). */
    static Outcome probe(Context ctx, Jid to) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            outcome = client.isAvailable() ? outcome.route(probe(client, to)) : outcome;
        }
        return outcome;
    }

    static Presence probe(Session client, Jid to) {
        return Presence.of(
                Presence.builder(Presence.Type.PROBE).attr("from", client.jid()).attr("to", to));
    }

    static Presence unavailable(Session client) {
        return Presence.of(Presence.builder(Presence.Type.UNAVAILABLE).attr("from", client.jid()));
    }
}
