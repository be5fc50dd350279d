package org.ratatosk.server.feature;

import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.xml.Name;

/** XEP-0199: answers a ping to the server or to one of its accounts. Immutable. */
public final class Ping implements Feature {
    private static final Name PING = new Name("urn:xmpp:ping", "ping");

    @Override
    public Spec spec() {
        return Spec.of("0199", "2.0.1", PING.ns());
    }

    @Override
    public void install(Hooks on) {
        on.iqGet(PING, (ctx, iq) -> Outcome.reply(iq.result()));
    }
}
