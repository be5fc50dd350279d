package org.ratatosk.server.feature;

import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.stanza.Message;

/** XEP-0184: receipts go from client to client; on its way a receipt says that the message which it is for is delivered. Immutable. */
public final class Receipts implements Feature {
    private static final String NS = "urn:xmpp:receipts";

    @Override
    public Spec spec() {
        return Spec.of("0184", "1.4.0");
    }

    @Override
    public void install(Hooks on) {
        on.message(Side.SENDER, Phase.COPY, Receipts::received);
    }

    private static Outcome received(Context ctx, Message message) {
        return message.element()
                .child(NS, "received")
                .flatMap(receipt -> receipt.attr("id"))
                .map(id -> Undelivered.of(ctx).received(ctx, id, message.to().orElse(ctx.account())))
                .orElse(Outcome.pass());
    }
}
