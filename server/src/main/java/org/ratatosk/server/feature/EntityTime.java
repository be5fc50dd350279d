package org.ratatosk.server.feature;

import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** XEP-0202: tells the server's time, in UTC. Immutable. */
public final class EntityTime implements Feature {
    private static final Name TIME = new Name("urn:xmpp:time", "time");

    @Override
    public Spec spec() {
        return Spec.of("0202", "2.0", TIME.ns());
    }

    @Override
    public void install(Hooks on) {
        on.iqGet(TIME, EntityTime::answer);
    }

    private static Outcome answer(Context ctx, Iq iq) {
        if (ctx.target() != Target.SERVER) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        return Outcome.reply(iq.result(Element.builder(TIME)
                .child("tzo", "+00:00")
                .child("utc", Delay.stamp(ctx.now()))
                .build()));
    }
}
