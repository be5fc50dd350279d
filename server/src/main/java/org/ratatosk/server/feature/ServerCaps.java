package org.ratatosk.server.feature;

import java.util.Optional;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.xml.Element;

/** XEP-0115: the fingerprint of what the server can do, in its stream features, so that clients need not ask. Immutable. */
public final class ServerCaps implements Feature {
    static final String NODE = "urn:ratatosk:server";
    private static final String NS = "http://jabber.org/protocol/caps";

    @Override
    public Spec spec() {
        return Spec.of("0115", "1.6.0", NS);
    }

    @Override
    public void install(Hooks on) {
        DiscoInfo info = new DiscoInfo(on);
        on.streamFeature(domain -> Optional.of(Element.builder(NS, "c")
                .attr("hash", "sha-1")
                .attr("node", NODE)
                .attr("ver", info.version(domain))
                .build()));
    }
}
