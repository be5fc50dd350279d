package org.ratatosk.server.feature;

import java.util.Optional;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * RFC 3921 section 3: old clients ask for a session after binding; they are told that they have one. Who asks to bind once more
 * is told that this is not allowed. Immutable.
 */
public final class LegacySession implements Feature {
    private static final Name SESSION = new Name("urn:ietf:params:xml:ns:xmpp-session", "session");
    private static final Name BIND = new Name("urn:ietf:params:xml:ns:xmpp-bind", "bind");

    @Override
    public Spec spec() {
        return Spec.of("RFC 3921", "2004-10");
    }

    @Override
    public void install(Hooks on) {
        Element optional = Element.builder(SESSION)
                .child(Element.of(SESSION.ns(), "optional"))
                .build();
        on.streamFeature(domain -> Optional.of(optional));
        on.iqSet(SESSION, (ctx, iq) -> Outcome.reply(iq.result()));
        on.iqSet(BIND, (ctx, iq) -> Outcome.reject(Condition.NOT_ALLOWED, "A session has one resource"));
    }
}
