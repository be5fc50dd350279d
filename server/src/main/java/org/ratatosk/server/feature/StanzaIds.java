package org.ratatosk.server.feature;

import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

/**
 * XEP-0359: only this server names messages for its domains and accounts; ids, and delays (XEP-0203), that claim to be by them are
 * taken out. Immutable.
 */
public final class StanzaIds implements Feature {
    static final String NS = "urn:xmpp:sid:0";

    @Override
    public Spec spec() {
        return Spec.of("0359", "0.7.0", NS);
    }

    @Override
    public void install(Hooks on) {
        on.message(Side.SENDER, Phase.GUARD, StanzaIds::withoutForged);
        on.message(Side.RECIPIENT, Phase.GUARD, StanzaIds::withoutForged);
    }

    private static Outcome withoutForged(Context ctx, Message message) {
        boolean forged = message.element().children().stream().anyMatch(child -> isOurs(ctx, child));
        return forged
                ? Outcome.pass(message.withElement(message.element().without(child -> isOurs(ctx, child))))
                : Outcome.pass();
    }

    private static boolean isOurs(Context ctx, Element child) {
        if (child.is(Delay.NS, "delay")) {
            return child.attr("from")
                    .flatMap(Jid::parse)
                    .filter(from -> from.local().isEmpty() && ctx.hosts(from.domain()))
                    .isPresent();
        }
        return child.is(NS, "stanza-id")
                && child.attr("by")
                        .flatMap(Jid::parse)
                        .map(by -> ctx.hosts(by.domain()))
                        .orElse(true);
    }

    /** The id that an account's server gave to a message. */
    static Element stanzaId(Jid by, String id) {
        return Element.builder(NS, "stanza-id").attr("by", by).attr("id", id).build();
    }
}
