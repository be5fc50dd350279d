package org.ratatosk.server.feature;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * XEP-0191: nothing gets from a blocked address to the account, to which the account looks offline, and nothing from the account
 * to it. Immutable.
 */
public final class Blocking implements Feature {
    private static final String NS = "urn:xmpp:blocking";
    private static final Name LIST = new Name(NS, "blocklist");
    private static final Name BLOCK = new Name(NS, "block");
    private static final Name UNBLOCK = new Name(NS, "unblock");
    private static final Element BLOCKED = Element.of("urn:xmpp:blocking:errors", "blocked");
    private static final Key<Boolean> INTERESTED = Key.of("interested in the block list");
    private final int maxBlocked;

    /** @param maxBlocked how many addresses an account may block */
    public Blocking(int maxBlocked) {
        this.maxBlocked = maxBlocked;
    }

    @Override
    public Spec spec() {
        return Spec.of("0191", "1.3", NS);
    }

    @Override
    public void install(Hooks on) {
        BlockList.install(on);
        on.stanza(Side.SENDER, Phase.GUARD, Blocking::outwards);
        on.stanza(Side.RECIPIENT, Phase.GUARD, Blocking::inwards);
        on.iqGet(LIST, Blocking::list);
        on.iqSet(BLOCK, this::block);
        on.iqSet(UNBLOCK, Blocking::unblock);
    }

    private static Outcome outwards(Context ctx, Stanza stanza) {
        if (stanza.to().isEmpty() || !BlockList.blocks(ctx, stanza.to().get())) {
            return Outcome.pass();
        }
        return Outcome.reject(StanzaError.of(Condition.NOT_ACCEPTABLE, "You have blocked this address")
                .as(StanzaError.Type.CANCEL)
                .with(BLOCKED));
    }

    private static Outcome inwards(Context ctx, Stanza stanza) {
        if (!BlockList.blocks(ctx, stanza.from().orElse(ctx.account()))) {
            return Outcome.pass();
        }
        return stanza.kind() == Stanza.Kind.PRESENCE
                ? Outcome.handled()
                : Outcome.reject(Condition.SERVICE_UNAVAILABLE);
    }

    private static Outcome list(Context ctx, Iq iq) {
        ownClient(ctx).attachments().put(INTERESTED, true);
        return Outcome.reply(iq.result(items(LIST, BlockList.of(ctx))));
    }

    private Outcome block(Context ctx, Iq iq) {
        ownClient(ctx);
        Set<Jid> added = addresses(ctx, iq);
        if (added.isEmpty()) {
            return Outcome.reject(Condition.BAD_REQUEST, "At least one address is needed");
        }
        added.removeAll(BlockList.of(ctx));
        if (BlockList.of(ctx).size() + added.size() > maxBlocked) {
            return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "An account can block " + maxBlocked + " addresses");
        }
        return block(ctx, added, Outcome.reply(iq.result()), iq.payload().orElseThrow());
    }

    private static Outcome block(Context ctx, Set<Jid> added, Outcome answer, Element payload) {
        Outcome goodbye = answer;
        for (Jid contact : reached(ctx, added, Subscription::isFrom)) {
            goodbye = goodbye.and(Broadcast.unavailableTo(ctx, contact));
        }
        goodbye = goodbye.and(toDirected(ctx, added));
        Outcome told = goodbye.and(pushes(ctx, payload));
        return Outcome.stored(tables -> tables.blocks().add(ctx.account(), added), () -> {
            BlockList.add(ctx, added);
            return told;
        });
    }

    private static Outcome unblock(Context ctx, Iq iq) {
        ownClient(ctx);
        Set<Jid> named = addresses(ctx, iq);
        Set<Jid> removed = new LinkedHashSet<>(BlockList.of(ctx));
        if (!named.isEmpty()) {
            removed.retainAll(named);
        }
        return unblock(ctx, removed, Outcome.reply(iq.result()), iq.payload().orElseThrow());
    }

    private static Outcome unblock(Context ctx, Set<Jid> removed, Outcome answer, Element payload) {
        return Outcome.stored(tables -> tables.blocks().remove(ctx.account(), removed), () -> {
            BlockList.remove(ctx, removed);
            Outcome hello = answer;
            for (Jid contact : reached(ctx, removed, Subscription::isFrom)) {
                hello = hello.and(Broadcast.currentTo(ctx, contact));
            }
            Set<Jid> seen = new LinkedHashSet<>();
            reached(ctx, removed, Subscription::isTo).forEach(address -> seen.add(address.bare()));
            for (Jid contact : seen) {
                hello = hello.and(Broadcast.probe(ctx, contact));
            }
            return hello.and(pushes(ctx, payload));
        });
    }

    /** Blocks an address, or does so no more, as somebody other than the owner's clients says; these hear of it. */
    public static Outcome changeByServer(Context ctx, Jid address, boolean blocks) {
        if (ctx.owner().isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no account " + ctx.account());
        }
        Set<Jid> one = new LinkedHashSet<>(Set.of(address));
        if (address.bare().equals(ctx.account()) || BlockList.of(ctx).contains(address) == blocks) {
            return Outcome.handled();
        }
        return blocks
                ? block(ctx, one, Outcome.handled(), items(BLOCK, one))
                : unblock(ctx, one, Outcome.handled(), items(UNBLOCK, one));
    }

    /** The contacts with such a subscription, and single clients of such, that are being blocked or were unblocked. */
    private static Set<Jid> reached(Context ctx, Set<Jid> addresses, Predicate<Subscription> kind) {
        Set<Jid> reached = new LinkedHashSet<>();
        for (RosterItem item : Contacts.of(ctx).items()) {
            if (kind.test(item.subscription())) {
                if (BlockList.match(addresses, item.contact())) {
                    reached.add(item.contact());
                }
                addresses.stream()
                        .filter(address -> address.isFull() && address.bare().equals(item.contact()))
                        .forEach(reached::add);
            }
        }
        reached.removeIf(address -> BlockList.blocks(ctx, address));
        return reached;
    }

    /** Unavailable presence to those of the addresses that had directed presence and do not hear of it otherwise (section 3.3). */
    private static Outcome toDirected(Context ctx, Set<Jid> added) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            for (Jid other : Broadcast.directed(client)) {
                boolean hears = client.isAvailable()
                        && Contacts.of(ctx).subscription(other).isFrom();
                if (!hears && BlockList.match(added, other) && !BlockList.blocks(ctx, other)) {
                    outcome = outcome.route(Broadcast.unavailable(client).withTo(other));
                }
            }
        }
        return outcome;
    }

    private static Session ownClient(Context ctx) {
        if (ctx.target() != Target.OWN_ACCOUNT || ctx.origin().isEmpty()) {
            throw new StanzaException(Condition.FORBIDDEN, "A block list is for its owner only");
        }
        return ctx.origin().get();
    }

    private static Set<Jid> addresses(Context ctx, Iq iq) {
        Set<Jid> addresses = new LinkedHashSet<>();
        for (Element item : iq.payload().orElseThrow().children(NS, "item")) {
            String text = item.attr("jid")
                    .orElseThrow(() -> new StanzaException(Condition.BAD_REQUEST, "An item needs a jid"));
            Jid address = Jid.parse(text)
                    .orElseThrow(() -> new StanzaException(Condition.JID_MALFORMED, "'" + text + "' is no address"));
            if (address.bare().equals(ctx.account())) {
                throw new StanzaException(Condition.NOT_ALLOWED, "Nobody can block themselves");
            }
            addresses.add(address);
        }
        return addresses;
    }

    private static Element items(Name name, Set<Jid> addresses) {
        Element.Builder list = Element.builder(name);
        addresses.stream()
                .sorted()
                .forEach(address -> list.child(
                        Element.builder(NS, "item").attr("jid", address).build()));
        return list.build();
    }

    private static Outcome pushes(Context ctx, Element payload) {
        Outcome pushes = Outcome.handled();
        for (Session client : ctx.sessions()) {
            if (client.attachments().find(INTERESTED).isPresent()) {
                Iq push = Iq.request(Iq.Type.SET, ctx.newId(), ctx.account(), client.jid(), payload);
                pushes = pushes.send(client, push.element());
            }
        }
        return pushes;
    }
}
