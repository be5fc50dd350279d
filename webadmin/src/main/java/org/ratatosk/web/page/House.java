package org.ratatosk.web.page;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.ratatosk.server.stream.component.ComponentState;

/**
 * What the console tells of the product itself. Immutable.
 *
 * @param version of the product
 * @param certificates of the hosted domains as they are now
 * @param lookout what can be looked at around the server
 * @param madeHere whether the server made a certificate itself, so that browsers have no reason to trust it
 * @param components how it stands with the programs that have a domain of their own, by domain
 * @param closesComponent ends all connections of the one that has a domain
 */
public record House(
        String version,
        Supplier<List<CertificateEnd>> certificates,
        Lookout lookout,
        Predicate<X509Certificate> madeHere,
        Supplier<List<ComponentState>> components,
        Consumer<String> closesComponent) {
    /**
     * When a certificate ends.
     *
     * @param domain whose it is
     * @param expires when
     * @param ours whether the server made it itself, and makes the next one itself
     */
    public record CertificateEnd(String domain, Instant expires, boolean ours) {}
}
