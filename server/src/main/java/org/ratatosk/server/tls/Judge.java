package org.ratatosk.server.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Says whether a chain of certificates proves that its owner speaks for a domain (RFC 9525, XEP-0178). Thread-safe. */
@FunctionalInterface
public interface Judge {
    /**
     * Judges a chain that another server has shown, as client or as server. The stage never fails; what cannot be found out is
     * not proved,
     * and what there was no time for is open.
     *
     * @param chain the server's own certificate first; possibly empty, which proves nothing
     * @param domain as in addresses: lower case, U-labels allowed
     * @param peer whom it was shown by: the network, as {@link org.ratatosk.server.config.Network} has it
     */
    CompletionStage<Judgement> judge(List<X509Certificate> chain, String domain, String peer);
}
