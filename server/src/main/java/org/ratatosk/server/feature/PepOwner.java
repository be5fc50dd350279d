package org.ratatosk.server.feature;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.store.PepStore.Node;
import org.ratatosk.server.xml.Element;

/** XEP-0060 section 8: what an owner does with whole nodes. Lane-confined. */
final class PepOwner {
    private PepOwner() {}

    /** How nodes are, or would be, configured. */
    static Outcome get(Context ctx, Iq iq) {
        Pep.ownerOnly(ctx);
        Element request = Pep.wanted(iq);
        return switch (request.local()) {
            case "configure" ->
                form(
                        iq,
                        "configure",
                        request.attr("node").orElse(null),
                        node(ctx, request).access());
            case "default" -> form(iq, "default", null, Access.PRESENCE);
            default -> throw Pubsub.unsupported("retrieve-" + request.local());
        };
    }

    private static Node node(Context ctx, Element request) {
        return PepNodes.of(ctx)
                .find(Pubsub.node(request))
                .orElseThrow(() -> new StanzaException(Condition.ITEM_NOT_FOUND, "There is no such node"));
    }

    private static Outcome form(Iq iq, String what, @Nullable String node, Access access) {
        Element answer = Element.builder(Pubsub.OWNER_NS, what)
                .attr("node", node)
                .child(PepOptions.form(access))
                .build();
        return Outcome.reply(
                iq.result(Element.builder(Pubsub.OWNER).child(answer).build()));
    }

    /** Configures a node or takes it away. */
    static Outcome set(Context ctx, Iq iq) {
        Pep.ownerOnly(ctx);
        Element request = Pep.wanted(iq);
        return switch (request.local()) {
            case "configure" -> configure(ctx, iq, node(ctx, request), request);
            case "delete" -> delete(ctx, iq, node(ctx, request));
            case "purge" -> throw Pubsub.unsupported("purge-nodes");
            default -> throw Pubsub.unsupported("manage-" + request.local());
        };
    }

    private static Outcome configure(Context ctx, Iq iq, Node node, Element request) {
        boolean cancelled = request.child(Forms.NS, "x")
                .flatMap(form -> form.attr("type"))
                .filter("cancel"::equals)
                .isPresent();
        Access access = cancelled
                ? node.access()
                : PepOptions.chosen(request, Condition.NOT_ACCEPTABLE, "invalid-options")
                        .orElse(node.access());
        return Outcome.stored(tables -> tables.pep().put(ctx.account(), node.name(), access), () -> {
            PepNodes.of(ctx).put(node.name(), access, node.item());
            return Outcome.reply(iq.result());
        });
    }

    private static Outcome delete(Context ctx, Iq iq, Node node) {
        if (Avatars.isNode(node.name())) {
            return Avatars.delete(ctx, node, Outcome.reply(iq.result()));
        }
        return Outcome.stored(tables -> tables.pep().delete(ctx.account(), node.name()), () -> {
            PepNodes.of(ctx).remove(node.name());
            return Outcome.reply(iq.result()).and(PepEvents.deleted(ctx, node));
        });
    }
}
