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
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.ArchivedMessage;

/**
 * XEP-0160: what is worth keeping is kept in the recipient's archive before it is accepted, with the mark that no client has it
 * yet; the mark goes when a client has acknowledged it. A client that becomes available gets what is marked, in order and with
 * its delay (XEP-0203), before anything new. Immutable but for the ids.
 */
public final class Offline implements Feature {
    private final ArchiveIds ids;
    private final int maxUndelivered;
    private final int maxBytes;

    /**
     * @param ids for archived messages
     * @param maxUndelivered how many messages may wait for an account
     * @param maxBytes how many bytes they may have together
     */
    public Offline(ArchiveIds ids, int maxUndelivered, int maxBytes) {
        this.ids = ids;
        this.maxUndelivered = maxUndelivered;
        this.maxBytes = maxBytes;
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
        Courier courier = new Courier(on.tasks());
        Waiting waiting = new Waiting(on.tasks(), courier);
        on.message(Side.RECIPIENT, Phase.COPY, (ctx, message) -> keep(courier, waiting, ctx, message));
        on.presence(Side.SENDER, Phase.COPY, (ctx, presence) -> available(waiting, ctx, presence));
        on.iq(
                Side.SENDER,
                Phase.GUARD,
                (ctx, iq) -> ctx.origin()
                        .map(client -> courier.answered(ctx, client, iq))
                        .orElse(Outcome.pass()));
        on.left((ctx, client) -> left(courier, waiting, ctx, client));
        on.everySecond(courier::tick);
        on.everySecond(waiting::tick);
    }

    private Outcome keep(Courier courier, Waiting waiting, Context ctx, Message message) {
        if (!Keeping.isKept(message) || ctx.owner().isEmpty()) {
            return Outcome.pass();
        }
        Undelivered undelivered = Undelivered.of(ctx);
        if (undelivered.isFull(maxUndelivered, maxBytes)) {
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
                    missed[0] |= client.isOver();
                    if (fresh[0] && !Waiting.isUnderWay(client)) {
                        courier.send(ctx, client, kept, element);
                    }
                })
                .then(() -> {
                    if (fresh[0]) {
                        undelivered.added(kept);
                    } else {
                        undelivered.doubled(kept.id());
                    }
                    if (missed[0] && !undelivered.isInFlight(kept.id())) {
                        toOthers(waiting, ctx);
                    }
                });
    }

    /** The presence does not depend on what can be read of the messages. */
    private static Outcome available(Waiting waiting, Context ctx, Presence presence) {
        Session client = ctx.origin().orElseThrow();
        if (presence.to().isPresent()) {
            return Outcome.pass();
        }
        if (client.takesMessages()) {
            return Outcome.pass().then(() -> waiting.serve(client));
        }
        return waiting.stop(client)
                ? Outcome.pass().then(() -> toOthers(waiting, ctx)).orElse(() -> waiting.serve(client))
                : Outcome.pass();
    }

    private static Outcome left(Courier courier, Waiting waiting, Context ctx, Session client) {
        courier.left(client);
        boolean underWay = waiting.stop(client);
        boolean waits = Undelivered.of(ctx).left(client);
        return underWay || waits ? Outcome.handled().then(() -> toOthers(waiting, ctx)) : Outcome.handled();
    }

    /** What was meant for a client that is gone goes to one that is there. */
    private static void toOthers(Waiting waiting, Context ctx) {
        ctx.mostAvailable().stream().findFirst().ifPresent(waiting::start);
    }
}
