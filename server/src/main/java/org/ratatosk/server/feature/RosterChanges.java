package org.ratatosk.server.feature;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.xml.Element;

/** Changes of a roster, whoever makes them: first durable, then in the lane, then pushed. Lane-confined. */
public final class RosterChanges {
    private static final Key<Boolean> INTERESTED = Key.of("interested in the roster");

    private RosterChanges() {}

    /** Removes a contact: the subscriptions of both sides end (section 2.5.2), all interested clients hear of it. */
    static Outcome removal(Context ctx, RosterItem old, Outcome answer) {
        Jid contact = old.contact();
        long[] version = new long[1];
        return Outcome.stored(tables -> version[0] = tables.rosters().remove(ctx.account(), contact), () -> {
            Contacts.of(ctx).remove(contact, version[0]);
            return answer.and(pushes(ctx, RosterXml.removed(contact), version[0]))
                    .and(endSubscriptions(ctx, old));
        });
    }

    private static Presence to(Context ctx, Jid contact, Presence.Type type) {
        return Presence.of(Presence.builder(type).attr("from", ctx.account()).attr("to", contact));
    }

    /** Keeps an item as it is now; then {@code answer} goes out, and the item to all interested clients. */
    static Outcome change(Context ctx, RosterItem item, Outcome answer) {
        long[] version = new long[1];
        return Outcome.stored(tables -> version[0] = tables.rosters().put(ctx.account(), item), () -> {
            Contacts.of(ctx).put(item, version[0]);
            return answer.and(pushes(ctx, RosterXml.element(item), version[0]));
        });
    }

    /** Puts a contact as somebody other than the owner's clients says; presence flows where it is allowed from now on. */
    public static Outcome putByServer(Context ctx, RosterItem item) {
        if (ctx.owner().isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no account " + ctx.account());
        }
        Subscription old = Contacts.of(ctx).subscription(item.contact());
        Outcome flows = Outcome.handled();
        if (item.subscription().isFrom() && !old.isFrom()) {
            flows = flows.and(Broadcast.currentTo(ctx, item.contact()));
        }
        if (!item.subscription().isFrom() && old.isFrom()) {
            flows = flows.and(Broadcast.unavailableTo(ctx, item.contact()));
        }
        if (item.subscription().isTo() && !old.isTo()) {
            flows = flows.and(Broadcast.probe(ctx, item.contact()));
        }
        Outcome then = flows;
        return item.subscription().isFrom() && Contacts.of(ctx).pendingIn().containsKey(item.contact())
                ? Subscriptions.answered(ctx, item.contact(), () -> change(ctx, item, then))
                : change(ctx, item, then);
    }

    /**
     * Makes of a contact what somebody other than the owner's clients says, without a word to it.
     *
     * @param change gets the contact as it is, and gives it as it is to be; nothing for none
     */
    public static Outcome changeByServer(Context ctx, Jid contact, UnaryOperator<Optional<RosterItem>> change) {
        Optional<RosterItem> old = Contacts.of(ctx).find(contact);
        Optional<RosterItem> now = change.apply(old);
        if (now.equals(old)) {
            return Outcome.handled();
        }
        return now.isPresent() ? putByServer(ctx, now.get()) : removeByServer(ctx, contact);
    }

    /** Removes a contact without a word to it; nothing happens if there is none. */
    public static Outcome removeByServer(Context ctx, Jid contact) {
        if (Contacts.of(ctx).find(contact).isEmpty()) {
            return Outcome.handled();
        }
        Outcome goodbye = Contacts.of(ctx).subscription(contact).isFrom()
                ? Broadcast.unavailableTo(ctx, contact)
                : Outcome.handled();
        long[] version = new long[1];
        return Outcome.stored(tables -> version[0] = tables.rosters().remove(ctx.account(), contact), () -> {
            Contacts.of(ctx).remove(contact, version[0]);
            return goodbye.and(pushes(ctx, RosterXml.removed(contact), version[0]));
        });
    }

    /** What the contacts of an account are told that is deleted. */
    public static Outcome farewell(Context ctx) {
        Outcome outcome = Outcome.handled();
        for (RosterItem item : Contacts.of(ctx).items()) {
            outcome = outcome.and(endSubscriptions(ctx, item));
        }
        return outcome;
    }

    private static Outcome endSubscriptions(Context ctx, RosterItem old) {
        Outcome outcome = Outcome.handled();
        if (old.subscription().isTo() || old.ask()) {
            outcome = outcome.route(to(ctx, old.contact(), Presence.Type.UNSUBSCRIBE));
        }
        if (old.subscription().isFrom()) {
            outcome = outcome.route(to(ctx, old.contact(), Presence.Type.UNSUBSCRIBED))
                    .and(Broadcast.unavailableTo(ctx, old.contact()));
        }
        return outcome;
    }

    private static Outcome pushes(Context ctx, Element item, long version) {
        Outcome pushes = Outcome.handled();
        for (Session client : ctx.sessions()) {
            if (isInterested(client)) {
                pushes = pushes.send(client, RosterXml.push(ctx, client, item, version));
            }
        }
        return pushes;
    }

    /** Says that a client has asked for the roster. */
    static void markInterested(Session client) {
        client.attachments().put(INTERESTED, true);
    }

    /** Whether a client has asked for the roster and so gets what concerns it (section 2.1.6). */
    static boolean isInterested(Session client) {
        return client.attachments().find(INTERESTED).isPresent();
    }
}
