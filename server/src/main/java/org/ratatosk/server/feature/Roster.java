package org.ratatosk.server.feature;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterStore;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** RFC 6121 section 2: the contact list, its versions, and pushes to all clients that have asked for it. Immutable. */
public final class Roster implements Feature {
    private static final Name VERSIONING = new Name("urn:xmpp:features:rosterver", "ver");

    private final int maxItems;

    /** @param maxItems how many contacts an account may have */
    public Roster(int maxItems) {
        this.maxItems = maxItems;
    }

    @Override
    public Spec spec() {
        return Spec.of("RFC 6121", "2011-03", RosterXml.NS);
    }

    @Override
    public void install(Hooks on) {
        Contacts.install(on);
        on.streamFeature(domain -> Optional.of(Element.of(VERSIONING.ns(), VERSIONING.local())));
        on.iqGet(RosterXml.QUERY, this::get);
        on.iqSet(RosterXml.QUERY, this::set);
    }

    private Outcome get(Context ctx, Iq iq) {
        Session client = ownClient(ctx);
        RosterChanges.markInterested(client);
        Optional<String> known = iq.payload().orElseThrow().attr("ver");
        OptionalLong version = known.map(ver -> RosterXml.number(ctx, ver)).orElse(OptionalLong.empty());
        if (version.isEmpty() || version.getAsLong() > Contacts.of(ctx).version()) {
            return Outcome.reply(whole(ctx, iq));
        }
        if (version.getAsLong() == Contacts.of(ctx).version()) {
            return Outcome.reply(iq.result());
        }
        return Outcome.later(
                tables -> tables.rosters().changesAfter(ctx.account(), version.getAsLong()),
                changes -> changes.map(told -> pushes(ctx, iq, client, told))
                        .orElseGet(() -> Outcome.reply(whole(ctx, iq))));
    }

    private static Outcome pushes(Context ctx, Iq iq, Session client, List<RosterStore.Change> changes) {
        Outcome outcome = Outcome.handled().send(client, iq.result().element());
        for (RosterStore.Change change : changes) {
            Element item =
                    change.removed() ? RosterXml.removed(change.item().contact()) : RosterXml.element(change.item());
            outcome = outcome.send(client, RosterXml.push(ctx, client, item, change.version()));
        }
        return outcome;
    }

    private static Iq whole(Context ctx, Iq iq) {
        Element.Builder query = Element.builder(RosterXml.QUERY)
                .attr("ver", RosterXml.ver(ctx, Contacts.of(ctx).version()));
        Contacts.of(ctx).items().forEach(item -> query.child(RosterXml.element(item)));
        return iq.result(query.build());
    }

    private Outcome set(Context ctx, Iq iq) {
        ownClient(ctx);
        List<Element> items = iq.payload().orElseThrow().children(RosterXml.NS, "item");
        if (items.size() != 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "A roster set needs exactly one item");
        }
        Element item = items.get(0);
        Jid contact = RosterXml.contact(ctx, item);
        return item.attr("subscription").filter("remove"::equals).isPresent()
                ? remove(ctx, iq, contact)
                : put(ctx, iq, contact, item);
    }

    private static Session ownClient(Context ctx) {
        if (ctx.target() != Target.OWN_ACCOUNT || ctx.origin().isEmpty()) {
            throw new StanzaException(Condition.FORBIDDEN, "A roster is for its owner only");
        }
        return ctx.origin().get();
    }

    private Outcome put(Context ctx, Iq iq, Jid contact, Element item) {
        Contacts contacts = Contacts.of(ctx);
        if (contacts.find(contact).isEmpty() && contacts.items().size() >= maxItems) {
            return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "The roster holds " + maxItems + " contacts already");
        }
        RosterItem old = contacts.findOrNew(contact);
        RosterItem changed = new RosterItem(
                contact,
                RosterXml.bounded("name", item.attr("name").orElse("")),
                RosterXml.groups(item),
                old.subscription(),
                old.ask(),
                old.approved(),
                "");
        return RosterChanges.change(ctx, changed, Outcome.reply(iq.result()));
    }

    private static Outcome remove(Context ctx, Iq iq, Jid contact) {
        Optional<RosterItem> old = Contacts.of(ctx).find(contact);
        if (old.isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no such contact");
        }
        return RosterChanges.removal(ctx, old.get(), Outcome.reply(iq.result()));
    }
}
