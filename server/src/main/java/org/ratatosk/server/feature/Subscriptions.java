package org.ratatosk.server.feature;

import java.util.Optional;
import java.util.function.Supplier;
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
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.xml.Element;

/**
 * RFC 6121 section 3 and appendix A: who may see whose presence. The state of a contact is its roster item (subscription, ask,
 * approved) and whether a request of it waits for an answer; of such a request what people read is kept. Longer than other features because
 * the two directions of the chart are read side by side. Immutable.
 */
public final class Subscriptions implements Feature {
    private static final Element PRE_APPROVAL = Element.of("urn:xmpp:features:pre-approval", "sub");
    private final int maxItems;
    private final int maxPending;

    /**
     * @param maxItems how many contacts an account may have
     * @param maxPending how many requests may wait for an account's answer
     */
    public Subscriptions(int maxItems, int maxPending) {
        this.maxItems = maxItems;
        this.maxPending = maxPending;
    }

    @Override
    public Spec spec() {
        return Spec.of("RFC 6121", "2011-03");
    }

    @Override
    public void install(Hooks on) {
        on.streamFeature(domain -> Optional.of(PRE_APPROVAL));
        on.presence(Side.SENDER, Phase.HANDLE, this::sent);
        on.presence(Side.RECIPIENT, Phase.HANDLE, this::arrived);
    }

    /** What the account's own clients ask for and grant (appendix A.2). */
    private Outcome sent(Context ctx, Presence presence) {
        if (!presence.isSubscription() || presence.to().isEmpty()) {
            return Outcome.pass();
        }
        Jid contact = presence.to().get().bare();
        if (contact.equals(ctx.account())) {
            return Outcome.handled();
        }
        Presence toBare = (Presence) presence.withTo(contact);
        RosterItem item = Contacts.of(ctx).findOrNew(contact);
        boolean adds = Contacts.of(ctx).find(contact).isEmpty();
        if (adds && Contacts.of(ctx).items().size() >= maxItems && presence.type() != Presence.Type.UNSUBSCRIBE) {
            return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "The roster holds " + maxItems + " contacts already");
        }
        return switch (presence.type()) {
            case SUBSCRIBE -> ask(ctx, toBare, item);
            case UNSUBSCRIBE -> stopAsking(ctx, toBare, item);
            case SUBSCRIBED -> approve(ctx, toBare, item);
            case UNSUBSCRIBED -> refuse(ctx, toBare, item);
            default -> throw new IllegalStateException();
        };
    }

    private static Outcome ask(Context ctx, Presence presence, RosterItem item) {
        Outcome routed = Outcome.reply(presence);
        if (item.subscription().isTo() || item.ask()) {
            return routed;
        }
        return RosterChanges.change(ctx, with(item, item.subscription(), true, item.approved()), routed);
    }

    private static Outcome stopAsking(Context ctx, Presence presence, RosterItem item) {
        Outcome routed = Outcome.reply(presence);
        if (!item.subscription().isTo() && !item.ask()) {
            return routed;
        }
        Subscription left = Subscription.of(false, item.subscription().isFrom());
        return RosterChanges.change(ctx, with(item, left, false, item.approved()), routed);
    }

    private static Outcome approve(Context ctx, Presence presence, RosterItem item) {
        Jid contact = item.contact();
        if (item.subscription().isFrom()) {
            return Outcome.handled();
        }
        if (!Contacts.of(ctx).pendingIn().containsKey(contact)) {
            return item.approved()
                    ? Outcome.handled()
                    : RosterChanges.change(ctx, with(item, item.subscription(), item.ask(), true), Outcome.handled());
        }
        Subscription granted = Subscription.of(item.subscription().isTo(), true);
        Outcome answer = Outcome.reply(presence).and(Broadcast.currentTo(ctx, contact));
        return answered(ctx, contact, () -> RosterChanges.change(ctx, with(item, granted, item.ask(), false), answer));
    }

    private static Outcome refuse(Context ctx, Presence presence, RosterItem item) {
        Jid contact = item.contact();
        boolean asked = Contacts.of(ctx).pendingIn().containsKey(contact);
        if (item.subscription().isFrom()) {
            Subscription left = Subscription.of(item.subscription().isTo(), false);
            Outcome answer = Outcome.reply(presence).and(Broadcast.unavailableTo(ctx, contact));
            return RosterChanges.change(ctx, with(item, left, item.ask(), false), answer);
        }
        Outcome answer = asked ? Outcome.reply(presence) : Outcome.handled();
        Outcome told = item.approved()
                ? RosterChanges.change(ctx, with(item, item.subscription(), item.ask(), false), answer)
                : answer;
        return asked ? answered(ctx, contact, () -> told) : told;
    }

    /** Forgets a request that has its answer. */
    static Outcome answered(Context ctx, Jid contact, Supplier<Outcome> then) {
        return Outcome.stored(tables -> tables.rosters().removePendingIn(ctx.account(), contact), () -> {
            Contacts.of(ctx).pendingIn().remove(contact);
            return then.get();
        });
    }

    /** What others ask for and grant (appendix A.3). */
    private Outcome arrived(Context ctx, Presence presence) {
        if (!presence.isSubscription()) {
            return Outcome.pass();
        }
        Jid contact = presence.from().orElseThrow().bare();
        if (ctx.owner().isEmpty()) {
            return presence.type() == Presence.Type.SUBSCRIBE
                    ? Outcome.reply(answer(ctx, contact, Presence.Type.UNSUBSCRIBED))
                    : Outcome.handled();
        }
        RosterItem item = Contacts.of(ctx).findOrNew(contact);
        return switch (presence.type()) {
            case SUBSCRIBE -> asked(ctx, presence, item);
            case UNSUBSCRIBE -> notWanted(ctx, presence, item);
            case SUBSCRIBED -> approved(ctx, presence, item);
            case UNSUBSCRIBED -> refused(ctx, presence, item);
            default -> throw new IllegalStateException();
        };
    }

    private Outcome asked(Context ctx, Presence presence, RosterItem item) {
        Jid contact = item.contact();
        if (item.subscription().isFrom()) {
            return Outcome.reply(answer(ctx, contact, Presence.Type.SUBSCRIBED));
        }
        if (item.approved()) {
            Subscription granted = Subscription.of(item.subscription().isTo(), true);
            Outcome answer = Outcome.reply(answer(ctx, contact, Presence.Type.SUBSCRIBED))
                    .and(Broadcast.currentTo(ctx, contact));
            return RosterChanges.change(ctx, with(item, granted, item.ask(), false), answer);
        }
        Contacts contacts = Contacts.of(ctx);
        if (contacts.pendingIn().containsKey(contact)) {
            return Outcome.handled();
        }
        if (contacts.pendingIn().size() >= maxPending) {
            return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "Too many wait for an answer there");
        }
        Element request = Requests.toKeep(presence);
        return Outcome.stored(tables -> tables.rosters().putPendingIn(ctx.account(), contact, request), () -> {
            contacts.pendingIn().put(contact, request);
            Outcome outcome = Outcome.handled();
            for (Session client : ctx.sessions()) {
                outcome = client.isAvailable() ? outcome.send(client, request) : outcome;
            }
            return outcome;
        });
    }

    private static Outcome notWanted(Context ctx, Presence presence, RosterItem item) {
        Jid contact = item.contact();
        if (item.subscription().isFrom()) {
            Subscription left = Subscription.of(item.subscription().isTo(), false);
            Outcome told = toInterested(ctx, presence).and(Broadcast.unavailableTo(ctx, contact));
            return RosterChanges.change(ctx, with(item, left, item.ask(), false), told);
        }
        return Contacts.of(ctx).pendingIn().containsKey(contact)
                ? answered(ctx, contact, () -> toInterested(ctx, presence))
                : Outcome.handled();
    }

    private static Outcome approved(Context ctx, Presence presence, RosterItem item) {
        if (!item.ask()) {
            return Outcome.handled();
        }
        Subscription now = Subscription.of(true, item.subscription().isFrom());
        return RosterChanges.change(ctx, with(item, now, false, item.approved()), toInterested(ctx, presence));
    }

    private static Outcome refused(Context ctx, Presence presence, RosterItem item) {
        if (!item.ask() && !item.subscription().isTo()) {
            return Outcome.handled();
        }
        Subscription now = Subscription.of(false, item.subscription().isFrom());
        return RosterChanges.change(ctx, with(item, now, false, item.approved()), toInterested(ctx, presence));
    }

    private static Outcome toInterested(Context ctx, Presence presence) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            outcome = RosterChanges.isInterested(client) ? outcome.send(client, presence.element()) : outcome;
        }
        return outcome;
    }

    private static Stanza answer(Context ctx, Jid contact, Presence.Type type) {
        return Presence.of(Presence.builder(type).attr("from", ctx.account()).attr("to", contact));
    }

    private static RosterItem with(RosterItem item, Subscription subscription, boolean ask, boolean approved) {
        return new RosterItem(item.contact(), item.name(), item.groups(), subscription, ask, approved, item.origin());
    }
}
