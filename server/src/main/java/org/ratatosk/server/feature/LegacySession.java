package org.ratatosk.server.feature;

import java.util.Optional;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** RFC 3921 section 3: old clients ask for a session after binding; they are told that they have one. Immutable. */
public final class LegacySession implements Feature {
    private static final Name SESSION = new Name("urn:ietf:params:xml:ns:xmpp-session", "session");

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
    }
}
