package org.ratatosk.server.stream.s2s;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.dns.Endpoints;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.stream.Dialer;
import org.ratatosk.server.stream.XmlBounds;
import org.ratatosk.server.tls.Judge;

/**
 * What all streams with other servers share. Immutable.
 *
 * @param domains that are hosted
 * @param config how other servers are met
 * @param rules what other domains have to prove
 * @param limits of streams
 * @param clock the time
 * @param ids makes stream ids
 * @param dialback makes keys
 * @param judge judges certificates
 * @param endpoints finds servers
 * @param dialer connects to them
 * @param hooks what features handle on streams
 * @param router takes stanzas in
 * @param links takes stanzas out
 * @param streams all that are open
 * @param pings the own ones that wait for an answer
 * @param questions how many keys may be verified at the same time
 * @param detachable what other servers may resume
 */
record Parts(
        List<String> domains,
        FederationConfig config,
        PeerRules rules,
        Limits limits,
        InstantSource clock,
        StreamIds ids,
        Dialback dialback,
        Judge judge,
        Endpoints endpoints,
        Dialer dialer,
        Hooks hooks,
        Router router,
        Links links,
        Set<ServerStream> streams,
        Pings pings,
        Questions questions,
        Detachable detachable) {
    org.ratatosk.server.xml.Limits xmlBeforeProof() {
        return XmlBounds.before(limits);
    }

    org.ratatosk.server.xml.Limits xmlAfterProof() {
        return XmlBounds.after(limits, config.bounds().stanzaBytes());
    }
}
