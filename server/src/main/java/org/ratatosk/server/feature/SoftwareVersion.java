package org.ratatosk.server.feature;

import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** XEP-0092: says what server this is; what it runs on is nobody's business. Immutable. */
public final class SoftwareVersion implements Feature {
    private static final Name QUERY = new Name("jabber:iq:version", "query");
    private final Element answer;

    /** @param version of the server */
    public SoftwareVersion(String version) {
        this.answer = Element.builder(QUERY)
                .child("name", "Ratatosk")
                .child("version", version)
                .build();
    }

    @Override
    public Spec spec() {
        return Spec.of("0092", "1.1", QUERY.ns());
    }

    @Override
    public void install(Hooks on) {
        on.iqGet(
                QUERY,
                (ctx, iq) -> ctx.target() == Target.SERVER
                        ? Outcome.reply(iq.result(answer))
                        : Outcome.reject(Condition.SERVICE_UNAVAILABLE));
    }
}
