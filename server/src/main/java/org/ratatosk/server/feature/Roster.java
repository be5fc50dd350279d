package org.ratatosk.server.feature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.store.RosterStore;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** RFC 6121 section 2: the contact list, its versions, and pushes to all clients that have asked for it. Immutable. */
public final class Roster implements Feature {
    static final String NS = "jabber:iq:roster";
    private static final Name QUERY = new Name(NS, "query");
    private static final Name VERSIONING = new Name("urn:xmpp:features:rosterver", "ver");
    private static final int MAX_TEXT_BYTES = 1023;

    /** With more changes than this the whole roster is sent instead of pushes. */
    private static final int MAX_PUSHES = 50;

    private static final Key<Boolean> INTERESTED = Key.of("interested in the roster");
    private final int maxItems;

    /** @param maxItems how many contacts an account may have */
    public Roster(int maxItems) {
        this.maxItems = maxItems;
    }

    @Override
    public Spec spec() {
        return Spec.of("RFC 6121", "2011-03", NS);
    }

    @Override
    public void install(Hooks on) {
        Contacts.install(on);
        on.streamFeature(domain -> Optional.of(Element.of(VERSIONING.ns(), VERSIONING.local())));
        on.iqGet(QUERY, this::get);
        on.iqSet(QUERY, this::set);
    }

    private Outcome get(Context ctx, Iq iq) {
        Session client = ownClient(ctx);
        client.attachments().put(INTERESTED, true);
        Optional<String> known = iq.payload().orElseThrow().attr("ver");
        OptionalLong version = known.map(ver -> number(ctx, ver)).orElse(OptionalLong.empty());
        if (version.isEmpty() || version.getAsLong() > Contacts.of(ctx).version()) {
            return Outcome.reply(whole(ctx, iq));
        }
        if (version.getAsLong() == Contacts.of(ctx).version()) {
            return Outcome.reply(iq.result());
        }
        return Outcome.later(
                tables -> tables.rosters().changesAfter(ctx.account(), version.getAsLong()),
                changes -> changed(ctx, iq, client, changes));
    }

    private static Outcome changed(Context ctx, Iq iq, Session client, List<RosterStore.Change> changes) {
        if (changes.size() > MAX_PUSHES) {
            return Outcome.reply(whole(ctx, iq));
        }
        Outcome outcome = Outcome.handled().send(client, iq.result().element());
        for (RosterStore.Change change : changes) {
            Element item = change.removed() ? removed(change.item().contact()) : element(change.item());
            outcome = outcome.send(client, push(ctx, client, item, change.version()));
        }
        return outcome;
    }

    private static Iq whole(Context ctx, Iq iq) {
        Element.Builder query =
                Element.builder(QUERY).attr("ver", ver(ctx, Contacts.of(ctx).version()));
        Contacts.of(ctx).items().forEach(item -> query.child(element(item)));
        return iq.result(query.build());
    }

    private Outcome set(Context ctx, Iq iq) {
        ownClient(ctx);
        List<Element> items = iq.payload().orElseThrow().children(NS, "item");
        if (items.size() != 1) {
            throw new StanzaException(Condition.BAD_REQUEST, "A roster set needs exactly one item");
        }
        Element item = items.get(0);
        Jid contact = contact(ctx, item);
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

    private static Jid contact(Context ctx, Element item) {
        Jid contact = item.attr("jid")
                .flatMap(Jid::parse)
                .orElseThrow(() -> new StanzaException(Condition.BAD_REQUEST, "An item needs a right jid"))
                .bare();
        if (contact.equals(ctx.account())) {
            throw new StanzaException(Condition.NOT_ALLOWED, "Nobody is their own contact");
        }
        return contact;
    }

    private Outcome put(Context ctx, Iq iq, Jid contact, Element item) {
        Contacts contacts = Contacts.of(ctx);
        if (contacts.find(contact).isEmpty() && contacts.items().size() >= maxItems) {
            return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "The roster holds " + maxItems + " contacts already");
        }
        RosterItem old = contacts.findOrNew(contact);
        RosterItem changed = new RosterItem(
                contact,
                bounded("name", item.attr("name").orElse("")),
                groups(item),
                old.subscription(),
                old.ask(),
                old.approved(),
                "");
        return change(ctx, changed, Outcome.reply(iq.result()));
    }

    private static List<String> groups(Element item) {
        List<String> groups = new ArrayList<>();
        for (Element group : item.children(NS, "group")) {
            String name = bounded("group", group.text());
            if (name.isBlank()) {
                throw new StanzaException(Condition.NOT_ACCEPTABLE, "A group needs a name");
            }
            if (groups.contains(name)) {
                throw new StanzaException(Condition.BAD_REQUEST, "A group is named twice");
            }
            groups.add(name);
        }
        return groups;
    }

    private static String bounded(String what, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "The " + what + " is too long");
        }
        return text;
    }

    private static Outcome remove(Context ctx, Iq iq, Jid contact) {
        Optional<RosterItem> old = Contacts.of(ctx).find(contact);
        if (old.isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no such contact");
        }
        return removal(ctx, old.get(), Outcome.reply(iq.result()));
    }

    /** Removes a contact: the subscriptions of both sides end (section 2.5.2), all interested clients hear of it. */
    static Outcome removal(Context ctx, RosterItem old, Outcome answer) {
        Jid contact = old.contact();
        long[] version = new long[1];
        return Outcome.stored(tables -> version[0] = tables.rosters().remove(ctx.account(), contact), () -> {
            Contacts.of(ctx).remove(contact, version[0]);
            return answer.and(pushes(ctx, removed(contact), version[0])).and(endSubscriptions(ctx, old));
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
            return answer.and(pushes(ctx, element(item), version[0]));
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
        if (item.subscription().isTo() && !old.isTo()) {
            flows = flows.and(Broadcast.probe(ctx, item.contact()));
        }
        return change(ctx, item, flows);
    }

    /** Removes a contact without a word to it; nothing happens if there is none. */
    public static Outcome removeByServer(Context ctx, Jid contact) {
        if (Contacts.of(ctx).find(contact).isEmpty()) {
            return Outcome.handled();
        }
        long[] version = new long[1];
        return Outcome.stored(tables -> version[0] = tables.rosters().remove(ctx.account(), contact), () -> {
            Contacts.of(ctx).remove(contact, version[0]);
            return pushes(ctx, removed(contact), version[0]);
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
                pushes = pushes.send(client, push(ctx, client, item, version));
            }
        }
        return pushes;
    }

    /** Whether a client has asked for the roster and so gets what concerns it (section 2.1.6). */
    static boolean isInterested(Session client) {
        return client.attachments().find(INTERESTED).isPresent();
    }

    private static Element push(Context ctx, Session client, Element item, long version) {
        Element query = Element.builder(QUERY)
                .attr("ver", ver(ctx, version))
                .child(item)
                .build();
        return Iq.request(Iq.Type.SET, ctx.newId(), ctx.account(), client.jid(), query)
                .element();
    }

    private static Element removed(Jid contact) {
        return Element.builder(NS, "item")
                .attr("jid", contact)
                .attr("subscription", "remove")
                .build();
    }

    private static Element element(RosterItem item) {
        Element.Builder built = Element.builder(NS, "item")
                .attr("jid", item.contact())
                .attr("name", item.name().isEmpty() ? null : item.name())
                .attr("subscription", text(item.subscription()))
                .attr("ask", item.ask() ? "subscribe" : null)
                .attr("approved", item.approved() ? "true" : null);
        item.groups().forEach(group -> built.child("group", group));
        return built.build();
    }

    private static String text(Subscription subscription) {
        return subscription.name().toLowerCase(Locale.ROOT);
    }

    /** A version as clients see it: an account that was deleted and made again never has the versions of the old one. */
    private static String ver(Context ctx, long version) {
        return ctx.owner()
                        .map(owner -> Integer.toHexString(owner.incarnation().hashCode()))
                        .orElse("") + "." + version;
    }

    private static OptionalLong number(Context ctx, String ver) {
        int dot = ver.indexOf('.');
        try {
            long version = Long.parseLong(ver.substring(dot + 1));
            return ver.equals(ver(ctx, version)) ? OptionalLong.of(version) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
