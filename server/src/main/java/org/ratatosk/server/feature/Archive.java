package org.ratatosk.server.feature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.ArchiveStore.Page;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * XEP-0313: an account can search what it sent and received. What it sent is kept here, what it received by {@link Offline}.
 * Immutable but for the ids.
 */
public final class Archive implements Feature {
    static final Name QUERY = new Name("urn:xmpp:mam:2", "query");
    private static final Name METADATA = new Name(QUERY.ns(), "metadata");
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String RSM = "http://jabber.org/protocol/rsm";
    private final ArchiveIds ids;
    private final int maxPage;

    /**
     * @param ids for archived messages
     * @param maxPage how many messages one page of a search may have
     */
    public Archive(ArchiveIds ids, int maxPage) {
        this.ids = ids;
        this.maxPage = maxPage;
    }

    @Override
    public Spec spec() {
        return Spec.of("0313", "1.1.3", QUERY.ns(), QUERY.ns() + "#extended");
    }

    @Override
    public List<Spec> alsoImplements() {
        return List.of(Spec.of("0059", "1.0"), Spec.of("0297", "1.0"));
    }

    @Override
    public void install(Hooks on) {
        on.message(Side.SENDER, Phase.COPY, this::keep);
        on.iqGet(QUERY, Archive::form);
        on.iqGet(METADATA, Archive::metadata);
        on.iqSet(QUERY, this::search);
    }

    private Outcome keep(Context ctx, Message message) {
        Jid to = message.to().orElseThrow();
        if (!Keeping.isKept(message) || to.bare().equals(ctx.account())) {
            return Outcome.pass();
        }
        ArchivedMessage kept = new ArchivedMessage(
                ctx.account(),
                ids.next(ctx.now(), ctx::newId),
                to.bare(),
                ctx.now(),
                message.element(),
                false,
                Keeping.key(message, false));
        return Outcome.pass().write(tables -> tables.archive().append(kept));
    }

    private static Session ownClient(Context ctx) {
        if (ctx.target() != Target.OWN_ACCOUNT || ctx.origin().isEmpty()) {
            throw new StanzaException(Condition.FORBIDDEN, "An archive is for its owner only");
        }
        return ctx.origin().get();
    }

    private static Outcome form(Context ctx, Iq iq) {
        ownClient(ctx);
        return Outcome.reply(
                iq.result(Element.builder(QUERY).child(ArchiveQuery.FORM).build()));
    }

    private Outcome search(Context ctx, Iq iq) {
        Session client = ownClient(ctx);
        ArchiveQuery query = ArchiveQuery.of(iq.payload().orElseThrow(), maxPage);
        return Outcome.later(
                tables -> query.read(tables.archive(), ctx.account()),
                page -> page.map(found -> results(ctx, iq, client, query, found))
                        .orElseGet(() ->
                                Outcome.reject(Condition.ITEM_NOT_FOUND, "The archive holds no message of this id")));
    }

    private static Outcome results(Context ctx, Iq iq, Session client, ArchiveQuery query, Page page) {
        List<Element> results = new ArrayList<>();
        for (ArchivedMessage message : page.messages()) {
            results.add(result(ctx, client, query, message));
        }
        if (query.flipped()) {
            Collections.reverse(results);
        }
        return Outcome.reply(iq.result(fin(page))).send(client, results);
    }

    /** The first and the last message (section 5). */
    private static Outcome metadata(Context ctx, Iq iq) {
        ownClient(ctx);
        return Outcome.later(tables -> ArchiveQuery.ends(tables.archive(), ctx.account()), ends -> {
            Element.Builder metadata = Element.builder(METADATA);
            if (!ends.isEmpty()) {
                metadata.child(end("start", ends.get(0))).child(end("end", ends.get(ends.size() - 1)));
            }
            return Outcome.reply(iq.result(metadata.build()));
        });
    }

    private static Element end(String name, ArchivedMessage message) {
        return Element.builder(QUERY.ns(), name)
                .attr("id", message.id())
                .attr("timestamp", Delay.stamp(message.at()))
                .build();
    }

    private static Element result(Context ctx, Session client, ArchiveQuery query, ArchivedMessage message) {
        Element forwarded = Element.builder(FORWARD, "forwarded")
                .child(Element.builder(Delay.NS, "delay")
                        .attr("stamp", Delay.stamp(message.at()))
                        .build())
                .child(message.message())
                .build();
        return Element.builder(Stanza.NS, "message")
                .attr("from", ctx.account())
                .attr("to", client.jid())
                .child(Element.builder(QUERY.ns(), "result")
                        .attr("queryid", query.queryId())
                        .attr("id", message.id())
                        .child(forwarded)
                        .build())
                .build();
    }

    private static Element fin(Page page) {
        Element.Builder set = Element.builder(RSM, "set");
        List<ArchivedMessage> messages = page.messages();
        if (!messages.isEmpty()) {
            set.child(Element.builder(RSM, "first")
                    .attr("index", page.firstIndex())
                    .text(messages.get(0).id())
                    .build());
            set.child("last", messages.get(messages.size() - 1).id());
        }
        set.child("count", Integer.toString(page.total()));
        return Element.builder(QUERY.ns(), "fin")
                .attr("complete", page.complete() ? "true" : null)
                .child(set.build())
                .build();
    }
}
