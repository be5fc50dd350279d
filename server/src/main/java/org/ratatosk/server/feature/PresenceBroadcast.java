package org.ratatosk.server.feature;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.xml.Element;

/**
 * RFC 6121 section 4: presence of a client goes to its contacts, a new client learns the presence of its contacts by probes,
 * and directed presence is taken back at the end. Immutable.
 */
public final class PresenceBroadcast implements Feature {
    private static final int MAX_DIRECTED = 1_000;

    @Override
    public Spec spec() {
        return Spec.of("RFC 6121", "2011-03");
    }

    @Override
    public void install(Hooks on) {
        on.presence(Side.SENDER, Phase.HANDLE, this::sent);
        on.presence(Side.RECIPIENT, Phase.HANDLE, this::arrived);
        on.left(this::left);
    }

    private Outcome sent(Context ctx, Presence presence) {
        Session client = ctx.origin().orElseThrow();
        if (presence.to().isPresent()) {
            return directed(client, presence, presence.to().get());
        }
        return switch (presence.type()) {
            case AVAILABLE -> available(ctx, client, presence);
            case UNAVAILABLE -> unavailable(ctx, client, presence);
            case ERROR -> Outcome.handled();
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED, PROBE ->
                Outcome.reject(Condition.BAD_REQUEST, "This presence needs a 'to'");
        };
    }

    private static Outcome directed(Session client, Presence presence, Jid to) {
        switch (presence.type()) {
            case AVAILABLE -> {
                if (Broadcast.directed(client).size() >= MAX_DIRECTED
                        && !Broadcast.directed(client).contains(to)) {
                    return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "Presence was sent to too many in particular");
                }
                boolean added = Broadcast.directed(client).add(to);
                return added
                        ? Outcome.pass().orElse(() -> Broadcast.directed(client).remove(to))
                        : Outcome.pass();
            }
            case UNAVAILABLE -> {
                boolean removed = Broadcast.directed(client).remove(to);
                return removed
                        ? Outcome.pass().orElse(() -> Broadcast.directed(client).add(to))
                        : Outcome.pass();
            }
            default -> {
                return Outcome.pass();
            }
        }
    }

    private static Outcome available(Context ctx, Session client, Presence presence) {
        boolean initial = !client.isAvailable();
        Outcome known = become(client, presence);
        Outcome outcome = Broadcast.everywhere(ctx, presence).and(known);
        return initial ? outcome.and(welcome(ctx, client)) : outcome;
    }

    /** The state is what handlers after this one see; it is the earlier one again if nobody is told of the new one. */
    private static Outcome become(Session client, @Nullable Presence presence) {
        Presence before = client.presence().orElse(null);
        client.setPresence(presence);
        return Outcome.handled().orElse(() -> {
            if (!client.isOver() && client.presence().orElse(null) == presence) {
                client.setPresence(before);
            }
        });
    }

    /** What a client gets that has just become available: the presence of others, and requests that wait (section 4.2.2). */
    private static Outcome welcome(Context ctx, Session client) {
        Outcome outcome = Outcome.handled();
        for (Session other : ctx.sessions()) {
            if (other != client && other.presence().isPresent()) {
                outcome = outcome.send(
                        client, other.presence().get().withTo(client.jid()).element());
            }
        }
        for (RosterItem item : Contacts.of(ctx).items()) {
            if (item.subscription().isTo() && !BlockList.blocks(ctx, item.contact())) {
                outcome = outcome.route(Broadcast.probe(client, item.contact()));
            }
        }
        for (Element request : Contacts.of(ctx).pendingIn().values()) {
            outcome = outcome.send(client, request);
        }
        return outcome;
    }

    private static Outcome unavailable(Context ctx, Session client, Presence presence) {
        if (!client.isAvailable()) {
            return Broadcast.takeBackDirected(ctx, client, presence);
        }
        Outcome outcome = Broadcast.everywhere(ctx, presence).and(Broadcast.takeBackDirected(ctx, client, presence));
        return outcome.and(become(client, null));
    }

    private Outcome left(Context ctx, Session client) {
        Presence gone = Broadcast.unavailable(client);
        Outcome outcome = Broadcast.takeBackDirected(ctx, client, gone);
        if (!client.isAvailable()) {
            return outcome;
        }
        client.setPresence(null);
        return outcome.and(Broadcast.everywhere(ctx, gone));
    }

    private Outcome arrived(Context ctx, Presence presence) {
        if (presence.type() != Presence.Type.PROBE) {
            return Outcome.pass();
        }
        Jid prober = presence.from().orElseThrow();
        boolean own = prober.bare().equals(ctx.account());
        if (!own && !Contacts.of(ctx).subscription(prober).isFrom()) {
            return Outcome.reply(from(ctx, Presence.Type.UNSUBSCRIBED, prober.bare()));
        }
        Outcome current = Broadcast.currentTo(ctx, prober);
        boolean nobody = ctx.sessions().stream().noneMatch(Session::isAvailable);
        return nobody ? current.route(from(ctx, Presence.Type.UNAVAILABLE, prober)) : current;
    }

    private static Stanza from(Context ctx, Presence.Type type, Jid to) {
        return Presence.of(Presence.builder(type).attr("from", ctx.account()).attr("to", to));
    }
}
