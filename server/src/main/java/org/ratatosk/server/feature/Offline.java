package org.ratatosk.server.feature;

import java.util.List;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;

/**
 * XEP-0160: what is worth keeping is kept in the recipient's archive before it is accepted, with the mark that no client has it
 * yet; the mark goes when a client has acknowledged it. A client that becomes available gets what is marked, in order and with
 * its delay (XEP-0203), before anything new. Immutable but for the ids.
 */
public final class Offline implements Feature {
    private static final Key<Boolean> SERVED = Key.of("had what waited");
    private final ArchiveIds ids;
    private final int maxUndelivered;

    /**
     * @param ids for archived messages
     * @param maxUndelivered how many messages may wait for an account
     */
    public Offline(ArchiveIds ids, int maxUndelivered) {
        this.ids = ids;
        this.maxUndelivered = maxUndelivered;
    }

    @Override
    public Spec spec() {
        return Spec.of("0160", "1.0.1", "msgoffline");
    }

    @Override
    public List<Spec> alsoImplements() {
        return List.of(Spec.of("0203", "2.0"), Spec.of("0334", "1.0.0"));
    }

    @Override
    public void install(Hooks on) {
        Undelivered.install(on);
        on.message(Side.RECIPIENT, Phase.COPY, this::keep);
        on.presence(Side.SENDER, Phase.COPY, this::available);
        on.iq(
                Side.SENDER,
                Phase.GUARD,
                (ctx, iq) -> ctx.origin()
                        .map(client -> Undelivered.of(ctx).answered(ctx, client, iq))
                        .orElse(Outcome.pass()));
        on.left(this::left);
    }

    private Outcome keep(Context ctx, Message message) {
        if (!Keeping.isKept(message) || ctx.owner().isEmpty()) {
            return Outcome.pass();
        }
        Undelivered undelivered = Undelivered.of(ctx);
        if (undelivered.count() >= maxUndelivered) {
            return Outcome.reject(Condition.RESOURCE_CONSTRAINT, "Too much waits for this account; try again later");
        }
        Jid from = message.from().orElseThrow();
        ArchivedMessage kept = new ArchivedMessage(
                ctx.account(),
                ids.next(ctx.now(), ctx::newId),
                from.bare(),
                ctx.now(),
                message.element(),
                true,
                Keeping.key(message, ctx.isComponent(from)));
        boolean[] fresh = new boolean[1];
        boolean[] missed = new boolean[1];
        return Outcome.pass(message.with(StanzaIds.stanzaId(ctx.account(), kept.id())))
                .write(tables -> fresh[0] = tables.archive().append(kept))
                .keptBy((client, element) -> {
                    if (fresh[0]) {
                        missed[0] |= client.isOver();
                        undelivered.send(ctx, client, kept, element);
                    }
                })
                .then(() -> {
                    if (fresh[0]) {
                        undelivered.added();
                    }
                    if (missed[0] && !undelivered.isInFlight(kept.id())) {
                        ctx.inLane(ctx.account(), this::toOthers);
                    }
                });
    }

    private Outcome available(Context ctx, Presence presence) {
        Session client = ctx.origin().orElseThrow();
        if (presence.to().isPresent()) {
            return Outcome.pass();
        }
        if (!client.takesMessages()) {
            client.attachments().remove(SERVED);
            return Outcome.pass();
        }
        boolean served = client.attachments().find(SERVED).isPresent();
        client.attachments().put(SERVED, true);
        return served ? Outcome.pass() : deliver(ctx, List.of(client));
    }

    private Outcome left(Context ctx, Session client) {
        boolean waits = Undelivered.of(ctx).left(client);
        return waits ? toOthers(ctx) : Outcome.handled();
    }

    /** What was meant for a client that is gone goes to those that are there. */
    private Outcome toOthers(Context ctx) {
        List<Session> others = ctx.mostAvailable();
        return others.isEmpty() ? Outcome.handled() : deliver(ctx, others);
    }

    private Outcome deliver(Context ctx, List<Session> clients) {
        Undelivered undelivered = Undelivered.of(ctx);
        if (undelivered.count() == 0) {
            return Outcome.pass();
        }
        return Outcome.later(tables -> tables.archive().undelivered(ctx.account(), maxUndelivered), waiting -> {
            List<ArchivedMessage> due = waiting.stream()
                    .filter(kept -> !undelivered.isInFlight(kept.id()))
                    .toList();
            return Outcome.pass()
                    .then(() -> due.forEach(kept ->
                            clients.forEach(client -> undelivered.send(ctx, client, kept, delayed(ctx, kept)))));
        });
    }

    private static Element delayed(Context ctx, ArchivedMessage kept) {
        return kept.message()
                .with(StanzaIds.stanzaId(kept.owner(), kept.id()))
                .with(Delay.of(ctx.account().domainJid(), kept.at()));
    }
}
