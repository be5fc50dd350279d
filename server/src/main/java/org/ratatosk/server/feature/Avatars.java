package org.ratatosk.server.feature;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.store.PepStore.Item;
import org.ratatosk.server.store.PepStore.Node;
import org.ratatosk.server.store.Store.Tables;
import org.ratatosk.server.xml.Element;

/**
 * XEP-0084, XEP-0153 and XEP-0398: an account has one picture, however it was set. It stands at the account's two nodes for avatars; the card
 * shows it, and presence names it for old clients. Immutable.
 */
public final class Avatars implements Feature {
    static final String DATA = "urn:xmpp:avatar:data";
    static final String METADATA = "urn:xmpp:avatar:metadata";
    private static final String UPDATE = "vcard-temp:x:update";

    @Override
    public Spec spec() {
        return Spec.of("0398", "1.0.0");
    }

    @Override
    public List<Spec> alsoImplements() {
        return List.of(Spec.of("0084", "1.1.4"), Spec.of("0153", "1.1.1"));
    }

    @Override
    public void install(Hooks on) {
        on.discovery().ofAccounts(List.of(DiscoInfo.feature("urn:xmpp:pep-vcard-conversion:0")));
        on.presence(Side.SENDER, Phase.GUARD, Avatars::marked);
    }

    /** Whether a node is one of the two. */
    static boolean isNode(String name) {
        return name.equals(DATA) || name.equals(METADATA);
    }

    /** The id of the account's picture, if it has one that stands here and {@code who} may see it. */
    static Optional<String> shownTo(Context ctx, Jid who) {
        PepNodes nodes = PepNodes.of(ctx);
        boolean shown =
                nodes.find(DATA).filter(node -> PepNodes.shows(ctx, node, who)).isPresent();
        return shown ? current(ctx) : Optional.empty();
    }

    /** What stands at both nodes is one picture; between the two steps of a client that publishes another it is none. */
    private static Optional<String> current(Context ctx) {
        PepNodes nodes = PepNodes.of(ctx);
        return nodes.item(METADATA)
                .filter(id -> nodes.item(DATA).filter(id::equals).isPresent());
    }

    // XEP-0398 section 4: presence

    private static Outcome marked(Context ctx, Presence presence) {
        if (presence.type() != Presence.Type.AVAILABLE) {
            return Outcome.pass();
        }
        Presence marked = named(ctx, presence);
        return marked == presence ? Outcome.pass() : Outcome.pass(marked);
    }

    /** What a client does not say is added; one that says it shows no picture is left alone, unless the website gave it one. */
    private static Presence named(Context ctx, Presence presence) {
        Optional<String> id = current(ctx);
        Optional<Element> photo = presence.element().child(UPDATE, "x").flatMap(x -> x.child(UPDATE, "photo"));
        boolean showsNone = photo.filter(one -> one.text().isEmpty()).isPresent()
                && !SiteProfile.of(ctx).picture();
        boolean nothingToSay = id.isEmpty() && photo.isEmpty();
        if (showsNone || nothingToSay) {
            return presence;
        }
        Element mark =
                Element.builder(UPDATE, "x").child("photo", id.orElse("")).build();
        return (Presence) presence.withElement(
                presence.element().without(child -> child.is(UPDATE, "x")).with(mark));
    }

    /** The presence of clients that are there names the picture as it is now. */
    private static Outcome presences(Context ctx) {
        Outcome outcome = Outcome.handled();
        for (Session client : ctx.sessions()) {
            Presence old = client.presence().orElse(null);
            Presence anew = old == null ? null : named(ctx, old);
            if (anew != null && !anew.element().equals(old == null ? null : old.element())) {
                client.setPresence(anew);
                outcome = outcome.and(Broadcast.everywhere(ctx, anew));
            }
        }
        return outcome;
    }

    // clients that publish

    /** A client publishes at one of the two nodes. */
    static Outcome publish(Context ctx, Node node, Item item, Outcome answer) {
        SiteProfile.pictureFree(ctx);
        boolean ends = node.name().equals(METADATA) && item.payload().children().isEmpty();
        if (node.name().equals(DATA)) {
            checkData(item);
        } else {
            checkMetadata(item);
        }
        return Outcome.stored(
                tables -> {
                    put(tables, ctx.account(), node, item);
                    if (ends) {
                        tables.pep().retract(ctx.account(), DATA);
                    }
                },
                () -> {
                    PepNodes.of(ctx).put(node.name(), node.access(), item.id());
                    if (ends) {
                        PepNodes.of(ctx).stands(DATA, null);
                    }
                    Outcome told = answer.and(PepEvents.published(ctx, node, item));
                    return node.name().equals(METADATA) ? told.and(presences(ctx)) : told;
                });
    }

    private static void put(Tables tables, Jid owner, Node node, Item item) {
        tables.pep().put(owner, node.name(), node.access());
        tables.pep().publish(owner, node.name(), item);
    }

    private static void checkData(Item item) {
        boolean named = item.payload().is(DATA, "data");
        if (!named || !Picture.of(item.payload().text()).id().equals(item.id())) {
            throw Pubsub.error(
                    Condition.BAD_REQUEST, "invalid-payload", "The id of a picture is the SHA-1 of its bytes");
        }
    }

    /** A picture that stands here, and not only at an address of the web, has the id of the item. */
    private static void checkMetadata(Item item) {
        List<Element> here = item.payload().children(METADATA, "info").stream()
                .filter(info -> info.attr("url").isEmpty())
                .toList();
        boolean named = item.payload().is(METADATA, "metadata");
        boolean fits = here.isEmpty()
                || here.stream()
                        .anyMatch(info ->
                                info.attr("id").filter(item.id()::equals).isPresent());
        if (!named || !fits) {
            throw Pubsub.error(
                    Condition.BAD_REQUEST, "invalid-payload", "The item has the id of the picture that it tells of");
        }
    }

    /** A client takes what stands at one of the two nodes away: if that was the picture, there is none any more. */
    static Outcome remove(Context ctx, String node, Outcome answer) {
        SiteProfile.pictureFree(ctx);
        if (current(ctx).isPresent()) {
            return change(ctx, null, tables -> {}, () -> answer);
        }
        return Outcome.stored(tables -> tables.pep().retract(ctx.account(), node), () -> {
            PepNodes.of(ctx).stands(node, null);
            return answer;
        });
    }

    /** A client takes one of the two nodes away. */
    static Outcome delete(Context ctx, Node node, Outcome answer) {
        SiteProfile.pictureFree(ctx);
        return Outcome.stored(tables -> tables.pep().delete(ctx.account(), node.name()), () -> {
            PepNodes.of(ctx).remove(node.name());
            return answer.and(PepEvents.deleted(ctx, node)).and(presences(ctx));
        });
    }

    // the card, and the website

    /**
     * Puts another picture in the place of the one that is there, and tells of it as if a client had published it (XEP-0398 section 3.2). Nodes
     * that are not there yet are made so that everybody may see them, as everybody may see the card.
     *
     * @param picture the picture, or {@code null} for none
     * @param also what is to be written with it
     * @param then says, when all is durable, what else comes of it
     */
    static Outcome change(Context ctx, @Nullable Picture picture, Consumer<Tables> also, Supplier<Outcome> then) {
        Optional<String> id = Optional.ofNullable(picture).map(Picture::id);
        if (id.equals(current(ctx))) {
            return Outcome.stored(also, then);
        }
        Node data = new Node(DATA, access(ctx, DATA), id.orElse(null));
        Item told = new Item(id.orElseGet(ctx::newId), metadata(picture), ctx.now());
        Node metadata = new Node(METADATA, access(ctx, METADATA), told.id());
        return Outcome.stored(
                tables -> {
                    also.accept(tables);
                    if (picture == null) {
                        tables.pep().retract(ctx.account(), DATA);
                    } else {
                        put(tables, ctx.account(), data, new Item(picture.id(), data(picture), told.at()));
                    }
                    put(tables, ctx.account(), metadata, told);
                },
                () -> {
                    if (picture == null) {
                        PepNodes.of(ctx).stands(DATA, null);
                    } else {
                        PepNodes.of(ctx).put(DATA, data.access(), data.item());
                    }
                    PepNodes.of(ctx).put(METADATA, metadata.access(), told.id());
                    return then.get()
                            .and(PepEvents.published(ctx, metadata, told))
                            .and(presences(ctx));
                });
    }

    private static Access access(Context ctx, String node) {
        return PepNodes.of(ctx).find(node).map(Node::access).orElse(Access.OPEN);
    }

    private static Element data(Picture picture) {
        return Element.of(DATA, "data", picture.base64());
    }

    private static Element metadata(@Nullable Picture picture) {
        Element.Builder metadata = Element.builder(METADATA, "metadata");
        if (picture != null) {
            metadata.child(Element.builder(METADATA, "info")
                    .attr("id", picture.id())
                    .attr("bytes", picture.bytes())
                    .attr("type", picture.type())
                    .build());
        }
        return metadata.build();
    }
}
