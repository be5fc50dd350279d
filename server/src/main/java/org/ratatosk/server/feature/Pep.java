package org.ratatosk.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.store.PepStore.Item;
import org.ratatosk.server.store.PepStore.Node;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.WrittenSize;

/**
 * XEP-0163, with one item at a node: an account publishes, and those who may see it fetch it and hear of it. What else there is in XEP-0060 is
 * refused by its name. What the owner alone may do with nodes as such is in {@link PepOwner}. Immutable.
 */
public final class Pep implements Feature {
    private static final int LONGEST_NAME = 500;
    private final int maxNodes;
    private final int maxBytes;

    /**
     * @param maxNodes how many nodes an account may have
     * @param maxBytes of an item's payload; avatars have their own bound
     */
    public Pep(int maxNodes, int maxBytes) {
        this.maxNodes = maxNodes;
        this.maxBytes = maxBytes;
    }

    @Override
    public Spec spec() {
        return Spec.of("0163", "1.2.2");
    }

    @Override
    public List<Spec> alsoImplements() {
        return List.of(Spec.of("0060", "1.30.0", announced()));
    }

    @Override
    public void install(Hooks on) {
        PepNodes.install(on);
        on.discovery().ofAccounts(List.of(DiscoInfo.identity("pubsub", "pep"), DiscoInfo.feature(Pubsub.NS)));
        on.discovery().items(Pep::items);
        on.iqGetOfAnybody(Pubsub.PUBSUB, Pep::get);
        on.iqSet(Pubsub.PUBSUB, this::set);
        on.iqGet(Pubsub.OWNER, PepOwner::get);
        on.iqSet(Pubsub.OWNER, PepOwner::set);
    }

    /** Clients look for these at the account, and older ones at the domain, which itself has no nodes and does not say that it has. */
    private static String[] announced() {
        Stream<String> features = Stream.of(
                "access-open",
                "access-presence",
                "access-whitelist",
                "auto-create",
                "auto-subscribe",
                "config-node",
                "create-and-configure",
                "create-nodes",
                "delete-items",
                "delete-nodes",
                "filtered-notifications",
                "item-ids",
                "last-published",
                "persistent-items",
                "presence-notifications",
                "publish",
                "publish-options",
                "retract-items",
                "retrieve-items");
        return features.map(name -> Pubsub.NS + "#" + name).toArray(String[]::new);
    }

    private static List<Element> items(Context ctx, Jid who) {
        return PepNodes.of(ctx).all().stream()
                .filter(node -> PepNodes.shows(ctx, node, who))
                .map(node -> Element.builder("http://jabber.org/protocol/disco#items", "item")
                        .attr("jid", ctx.account())
                        .attr("node", node.name())
                        .build())
                .toList();
    }

    /** The one thing that is asked for in a request. */
    static Element wanted(Iq iq) {
        return iq.payload()
                .flatMap(Element::first)
                .orElseThrow(() -> new StanzaException(Condition.BAD_REQUEST, "The request is empty"));
    }

    /** Lets only clients of the account itself go on. */
    static void ownerOnly(Context ctx) {
        if (ctx.target() == Target.SERVER) {
            throw new StanzaException(StanzaError.of(Condition.SERVICE_UNAVAILABLE));
        }
        if (ctx.target() != Target.OWN_ACCOUNT || ctx.origin().isEmpty()) {
            throw new StanzaException(Condition.FORBIDDEN, "Only the owner may do this");
        }
    }

    // section 6.5: what stands at a node

    private static Outcome get(Context ctx, Iq iq) {
        Jid who = iq.from().orElse(ctx.account());
        boolean stranger = ctx.target() == Target.OTHER_ACCOUNT && !Disco.isKnown(ctx, who);
        if (ctx.target() == Target.SERVER) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        Optional<Element> items = iq.payload().flatMap(pubsub -> pubsub.child(Pubsub.NS, "items"));
        Optional<Node> node = items.flatMap(one -> one.attr("node")).flatMap(PepNodes.of(ctx)::find);
        boolean shown = node.filter(one -> PepNodes.shows(ctx, one, who)).isPresent();
        if (stranger && !(shown && node.orElseThrow().item() != null)) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        if (items.isEmpty()) {
            throw Pubsub.unsupported("retrieve-" + wanted(iq).local());
        }
        Pubsub.node(items.get());
        if (node.isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no such node");
        }
        if (!shown) {
            throw node.get().access() == Access.PRESENCE
                    ? Pubsub.error(
                            Condition.NOT_AUTHORIZED,
                            "presence-subscription-required",
                            "Subscribe to the presence first")
                    : Pubsub.error(Condition.NOT_ALLOWED, "closed-node", "The node is its owner's alone");
        }
        return read(ctx, iq, node.get().name(), items.get());
    }

    private static Outcome read(Context ctx, Iq iq, String node, Element request) {
        List<String> ids = request.children(Pubsub.NS, "item").stream()
                .map(item -> item.attr("id").orElse(""))
                .toList();
        Allowance.check(ctx);
        return Outcome.later(tables -> tables.pep().item(ctx.account(), node), found -> {
            Optional<Item> asked = found.filter(item -> ids.isEmpty() || ids.contains(item.id()));
            if (asked.isEmpty() && !ids.isEmpty()) {
                return Outcome.reject(
                        Disco.isKnown(ctx, iq.from().orElse(ctx.account()))
                                ? Condition.ITEM_NOT_FOUND
                                : Condition.SERVICE_UNAVAILABLE);
            }
            Element.Builder items = Element.builder(Pubsub.NS, "items").attr("node", node);
            asked.ifPresent(item -> items.child(Pubsub.item(Pubsub.NS, item.id(), List.of(item.payload()))));
            return Allowance.used(
                    ctx,
                    iq.result(
                            Element.builder(Pubsub.PUBSUB).child(items.build()).build()));
        });
    }

    private Outcome set(Context ctx, Iq iq) {
        ownerOnly(ctx);
        Element request = wanted(iq);
        return switch (request.local()) {
            case "publish" -> publish(ctx, iq, request);
            case "retract" -> retract(ctx, iq, request);
            case "create" -> create(ctx, iq, request);
            case "subscribe", "unsubscribe", "options" -> throw Pubsub.unsupported("subscribe");
            default -> throw Pubsub.unsupported(request.local());
        };
    }

    // section 7.1: publishing

    private Outcome publish(Context ctx, Iq iq, Element request) {
        String name = Pubsub.node(request);
        List<Element> items = request.children(Pubsub.NS, "item");
        List<Element> payload =
                items.stream().flatMap(item -> item.children().stream()).toList();
        if (items.size() != 1 || payload.size() != 1) {
            throw Pubsub.error(
                    Condition.BAD_REQUEST,
                    payload.isEmpty() ? "payload-required" : "invalid-payload",
                    "One item with one payload can be published at a time");
        }
        Optional<Access> chosen = iq.payload()
                .flatMap(pubsub -> pubsub.child(Pubsub.NS, "publish-options"))
                .flatMap(options -> PepOptions.chosen(options, Condition.CONFLICT, "precondition-not-met"));
        Optional<Node> there = PepNodes.of(ctx).find(name);
        if (there.isPresent() && chosen.isPresent() && there.get().access() != chosen.get()) {
            throw Pubsub.error(
                    Condition.CONFLICT,
                    "precondition-not-met",
                    "'pubsub#access_model' is '" + PepOptions.name(there.get().access()) + "' there");
        }
        Access access = there.map(Node::access).or(() -> chosen).orElse(Access.PRESENCE);
        bounded(ctx, name, Avatars.isNode(name) ? Integer.MAX_VALUE : maxBytes, payload.get(0));
        Item item = new Item(id(ctx, items.get(0)), payload.get(0), ctx.now());
        return keep(ctx, iq, new Node(name, access, item.id()), item);
    }

    private static String id(Context ctx, Element item) {
        String id = item.attr("id").filter(given -> !given.isEmpty()).orElseGet(ctx::newId);
        if (id.length() > LONGEST_NAME) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "An item's id has " + LONGEST_NAME + " characters at most");
        }
        return id;
    }

    private void bounded(Context ctx, String name, int most, Element payload) {
        roomFor(ctx, name);
        if (WrittenSize.of(payload) > most) {
            throw Pubsub.error(
                    Condition.NOT_ACCEPTABLE, "payload-too-big", "What is published has " + most + " bytes at most");
        }
    }

    private void roomFor(Context ctx, String name) {
        PepNodes nodes = PepNodes.of(ctx);
        if (name.length() > LONGEST_NAME) {
            throw new StanzaException(
                    Condition.NOT_ACCEPTABLE, "A node's name has " + LONGEST_NAME + " characters at most");
        }
        if (nodes.find(name).isEmpty() && nodes.all().size() >= maxNodes) {
            throw Pubsub.error(Condition.CONFLICT, "max-nodes-exceeded", "An account can have " + maxNodes + " nodes");
        }
    }

    private static Outcome keep(Context ctx, Iq iq, Node node, Item item) {
        Element published = Element.builder(Pubsub.NS, "publish")
                .attr("node", node.name())
                .child(Pubsub.item(Pubsub.NS, item.id(), List.of()))
                .build();
        Outcome answer = Outcome.reply(
                iq.result(Element.builder(Pubsub.PUBSUB).child(published).build()));
        if (Avatars.isNode(node.name())) {
            return Avatars.publish(ctx, node, item, answer);
        }
        return Outcome.stored(
                tables -> {
                    tables.pep().put(ctx.account(), node.name(), node.access());
                    tables.pep().publish(ctx.account(), node.name(), item);
                },
                () -> {
                    PepNodes.of(ctx).put(node.name(), node.access(), item.id());
                    return answer.and(PepEvents.published(ctx, node, item));
                });
    }

    // section 7.2: taking an item away

    private static Outcome retract(Context ctx, Iq iq, Element request) {
        String name = Pubsub.node(request);
        List<String> ids = new ArrayList<>();
        request.children(Pubsub.NS, "item").forEach(item -> item.attr("id").ifPresent(ids::add));
        Optional<Node> node = PepNodes.of(ctx).find(name).filter(one -> ids.size() == 1 && ids.contains(one.item()));
        if (node.isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no such item");
        }
        if (Avatars.isNode(name)) {
            return Avatars.remove(ctx, name, Outcome.reply(iq.result()));
        }
        return Outcome.stored(tables -> tables.pep().retract(ctx.account(), name), () -> {
            PepNodes.of(ctx).stands(name, null);
            return Outcome.reply(iq.result()).and(PepEvents.retracted(ctx, node.get(), ids.get(0)));
        });
    }

    // section 8.1: making a node

    private Outcome create(Context ctx, Iq iq, Element request) {
        String name = Pubsub.node(request);
        if (PepNodes.of(ctx).find(name).isPresent()) {
            return Outcome.reject(Condition.CONFLICT, "The node is there already");
        }
        roomFor(ctx, name);
        Access access = iq.payload()
                .flatMap(pubsub -> pubsub.child(Pubsub.NS, "configure"))
                .flatMap(form -> PepOptions.chosen(form, Condition.NOT_ACCEPTABLE, "invalid-options"))
                .orElse(Access.PRESENCE);
        return Outcome.stored(tables -> tables.pep().put(ctx.account(), name, access), () -> {
            PepNodes.of(ctx).put(name, access, null);
            return Outcome.reply(iq.result());
        });
    }
}
