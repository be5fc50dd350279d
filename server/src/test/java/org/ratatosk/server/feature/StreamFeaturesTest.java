package org.ratatosk.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.ratatosk.server.Features;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/** What streams announce after login. */
class StreamFeaturesTest {
    @Test
    void eachFeatureThatStreamsMustKnowOfIsAnnouncedOnce() {
        Hooks hooks = new Hooks();
        Features.all(Small.config(usual -> usual)).forEach(hooks::add);
        assertThat(hooks.streamFeatures("example.org"))
                .extracting(Element::name)
                .containsExactlyInAnyOrder(
                        new Name("urn:xmpp:sm:3", "sm"),
                        new Name("urn:ietf:params:xml:ns:xmpp-session", "session"),
                        new Name("urn:xmpp:features:rosterver", "ver"),
                        new Name("urn:xmpp:features:pre-approval", "sub"),
                        new Name("http://jabber.org/protocol/caps", "c"));
        assertThat(hooks.nonza("urn:xmpp:sm:3")).isPresent();
    }
}
