package org.ratatosk.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.store.PepStore.Item;
import org.ratatosk.server.store.PepStore.Node;
import org.ratatosk.server.store.RosterItem;
import org.ratatosk.server.xml.Element;

/**
 * What is told of nodes to those who want to hear of them (XEP-0163 section 4.3): the account's own clients, those of contacts on this
 * server, in their own lanes, and those of contacts elsewhere that have said by their presence that they want it. Lane-confined.
 */
final class PepEvents {
    /** Something that happened at a node. */
    private record News(Jid owner, String node, Element event) {
        Stanza to(Context ctx, Jid receiver) {
            return Stanza.of(Element.builder(Stanza.NS, "message")
                    .attr("type", "headline")
                    .attr("id", ctx.newId())
                    .attr("from", owner)
                    .attr("to", receiver)
                    .child(event)
                    .build());
        }
    }

    private PepEvents() {}

    /** Tells of an item that stands at a node now. */
    static Outcome published(Context ctx, Node node, Item item) {
        return toAll(ctx, node, items(node.name(), item));
    }

    /** Tells that an item was taken away. */
    static Outcome retracted(Context ctx, Node node, String item) {
        Element gone =
                Element.builder(Pubsub.EVENT_NS, "retract").attr("id", item).build();
        return toAll(ctx, node, of("items", node.name(), gone));
    }

    /** Tells that a node was taken away. */
    static Outcome deleted(Context ctx, Node node) {
        return toAll(ctx, node, of("delete", node.name()));
    }

    private static Element items(String node, Item item) {
        return of("items", node, Pubsub.item(Pubsub.EVENT_NS, item.id(), List.of(item.payload())));
    }

    private static Element of(String what, String node, Element... children) {
        Element happened = Element.builder(Pubsub.EVENT_NS, what)
                .attr("node", node)
                .children(List.of(children))
                .build();
        return Element.builder(Pubsub.EVENT_NS, "event").child(happened).build();
    }

    private static Outcome toAll(Context ctx, Node node, Element event) {
        News news = new News(ctx.account(), node.name(), event);
        Outcome outcome = toClients(ctx, news, client -> true);
        if (node.access() == Access.WHITELIST) {
            return outcome;
        }
        for (RosterItem contact : Contacts.of(ctx).items()) {
            if (contact.subscription().isFrom() && !BlockList.blocks(ctx, contact.contact())) {
                outcome = outcome.and(toContact(ctx, news, contact.contact()));
            }
        }
        return outcome;
    }

    /** @param to a contact, or one client of it */
    private static Outcome toContact(Context ctx, News news, Jid to) {
        if (!ctx.hosts(to.domain())) {
            Outcome outcome = Outcome.handled();
            for (Jid client : Interests.elsewhere(ctx).wanting(to, news.node())) {
                outcome = outcome.route(news.to(ctx, client));
            }
            return outcome;
        }
        if (ctx.isComponent(to)) {
            return Outcome.handled();
        }
        Predicate<Session> meant = client -> to.isBare() || client.jid().equals(to);
        return Outcome.handled().then(() -> ctx.inLane(to.bare(), there -> arrive(there, news, meant)));
    }

    /** In the lane of a contact on this server. */
    private static Outcome arrive(Context there, News news, Predicate<Session> meant) {
        boolean heard = there.owner().isPresent() && !BlockList.blocks(there, news.owner());
        return heard ? toClients(there, news, meant) : Outcome.handled();
    }

    private static Outcome toClients(Context ctx, News news, Predicate<Session> meant) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            if (meant.test(client) && Interests.of(client).contains(news.node())) {
                outcome = outcome.send(client, news.to(ctx, client.jid()).element());
            }
        }
        return outcome;
    }

    /**
     * Tells somebody what stands at the nodes now, as far as they may see it (section 4.3.4).
     *
     * @param to a contact, one of its clients, or one of the account's own
     * @param nodes that are of interest
     */
    static Outcome last(Context ctx, Jid to, Set<String> nodes) {
        if (ctx.owner().isEmpty() || BlockList.blocks(ctx, to)) {
            return Outcome.handled();
        }
        List<String> shown = PepNodes.of(ctx).all().stream()
                .filter(node -> node.item() != null && nodes.contains(node.name()))
                .filter(node -> isSubscribed(ctx, to) && PepNodes.shows(ctx, node, to))
                .map(Node::name)
                .toList();
        return shown.isEmpty()
                ? Outcome.handled()
                : Outcome.later(
                        tables -> {
                            List<Optional<News>> read = new ArrayList<>();
                            for (String node : shown) {
                                read.add(tables.pep().item(ctx.account(), node).map(item -> late(ctx, node, item)));
                            }
                            return read;
                        },
                        read -> tell(ctx, to, read));
    }

    private static boolean isSubscribed(Context ctx, Jid to) {
        return to.bare().equals(ctx.account())
                || Contacts.of(ctx).subscription(to).isFrom();
    }

    private static News late(Context ctx, String node, Item item) {
        return new News(ctx.account(), node, items(node, item));
    }

    private static Outcome tell(Context ctx, Jid to, List<Optional<News>> read) {
        Outcome outcome = Outcome.handled();
        for (Optional<News> news : read) {
            if (news.isPresent()) {
                outcome = outcome.and(
                        to.bare().equals(ctx.account())
                                ? toClients(
                                        ctx, news.get(), client -> client.jid().equals(to))
                                : toContact(ctx, news.get(), to));
            }
        }
        return outcome;
    }
}
