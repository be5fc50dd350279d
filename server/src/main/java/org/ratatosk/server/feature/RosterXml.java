package org.ratatosk.server.feature;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.store.RosterItem.Subscription;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** Roster items and versions as clients see them (RFC 6121 section 2.1). Immutable. */
final class RosterXml {
    static final String NS = "jabber:iq:roster";
    static final Name QUERY = new Name(NS, "query");
    private static final int MAX_TEXT_BYTES = 1023;
    private static final int MAX_GROUPS = 64;

    private RosterXml() {}

    /** The address of an item that a client sent. */
    static Jid contact(Context ctx, Element item) {
        Jid contact = item.attr("jid")
                .flatMap(Jid::parse)
                .orElseThrow(() -> new StanzaException(Condition.BAD_REQUEST, "An item needs a right jid"))
                .bare();
        if (contact.equals(ctx.account())) {
            throw new StanzaException(Condition.NOT_ALLOWED, "Nobody is their own contact");
        }
        return contact;
    }

    /** The groups of an item that a client sent. */
    static List<String> groups(Element item) {
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
            if (groups.size() > MAX_GROUPS) {
                throw new StanzaException(
                        Condition.NOT_ACCEPTABLE, "A contact can be in " + MAX_GROUPS + " groups at most");
            }
        }
        return groups;
    }

    /** A text, if it is not too long to keep. */
    static String bounded(String what, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new StanzaException(Condition.NOT_ACCEPTABLE, "The " + what + " is too long");
        }
        return text;
    }

    /** What tells a client that has asked for the roster of a change. */
    static Element push(Context ctx, Session client, Element item, long version) {
        Element query = Element.builder(QUERY)
                .attr("ver", ver(ctx, version))
                .child(item)
                .build();
        return Iq.request(Iq.Type.SET, ctx.newId(), ctx.account(), client.jid(), query)
                .element();
    }

    static Element removed(Jid contact) {
        return Element.builder(NS, "item")
                .attr("jid", contact)
                .attr("subscription", "remove")
                .build();
    }

    static Element element(RosterItem item) {
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
    static String ver(Context ctx, long version) {
        return ctx.owner()
                        .map(owner -> Integer.toHexString(owner.incarnation().hashCode()))
                        .orElse("") + "." + version;
    }

    /** The number of a version that a client names; empty if this account never had it. */
    static OptionalLong number(Context ctx, String ver) {
        int dot = ver.indexOf('.');
        try {
            long version = Long.parseLong(ver.substring(dot + 1));
            return ver.equals(ver(ctx, version)) ? OptionalLong.of(version) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
