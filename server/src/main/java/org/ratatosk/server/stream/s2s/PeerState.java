package org.ratatosk.server.stream.s2s;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.session.Connection;

/**
 * How it stands with another domain, for people: a pair of domains that a stream carries, or a link that has none. Immutable.
 *
 * @param local the own domain; "" if it is not known yet
 * @param domain the other domain; "" if it is not known yet
 * @param direction who has connected
 * @param bidirectional whether stanzas go both ways over the stream (XEP-0288)
 * @param address where the other server is; "" without a stream
 * @param tls version and cipher; "" without
 * @param proof how the domain was proved: {@code PKIX}, {@code DANE}, {@code POSH} or {@code dialback}; "" if it is not
 * @param certificateNames the names in the certificate that the other server has shown
 * @param certificateExpires when that ends, or {@code null} if none was shown
 * @param waiting stanzas that have not got there
 * @param lastError why the last attempt failed; "" if it did not
 * @param since when the stream began, or {@code null} without one
 */
public record PeerState(
        String local,
        String domain,
        Direction direction,
        boolean bidirectional,
        String address,
        String tls,
        String proof,
        List<String> certificateNames,
        @Nullable Instant certificateExpires,
        int waiting,
        String lastError,
        @Nullable Instant since) {
    private static final int MAX_NAMES = 20;

    /** Who has connected. */
    public enum Direction {
        /** The other server. */
        INCOMING,
        /** This server. */
        OUTGOING
    }

    /** Copies the list. */
    public PeerState {
        certificateNames = List.copyOf(certificateNames);
    }

    /** A stream. */
    static PeerState of(
            Pair pair,
            Direction direction,
            boolean bidirectional,
            Connection.Info info,
            String proof,
            List<X509Certificate> chain) {
        return new PeerState(
                pair.local(),
                pair.remote(),
                direction,
                bidirectional,
                info.address(),
                info.tls(),
                proof,
                chain.isEmpty() ? List.of() : names(chain.get(0)),
                chain.isEmpty() ? null : chain.get(0).getNotAfter().toInstant(),
                0,
                "",
                info.since());
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .map(name -> name.get(1))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .limit(MAX_NAMES)
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** A link that has no stream. */
    static PeerState without(Pair pair, int waiting, String lastError) {
        return new PeerState(
                pair.local(),
                pair.remote(),
                Direction.OUTGOING,
                false,
                "",
                "",
                "",
                List.of(),
                null,
                waiting,
                lastError,
                null);
    }

    /** The domains between which stanzas go out this way; empty if they only come in. */
    Optional<Pair> outward() {
        return direction == Direction.OUTGOING || bidirectional
                ? Optional.of(new Pair(local, domain))
                : Optional.empty();
    }

    /** The same with what the link knows. */
    PeerState with(int nowWaiting, String error) {
        return new PeerState(
                local,
                domain,
                direction,
                bidirectional,
                address,
                tls,
                proof,
                certificateNames,
                certificateExpires,
                nowWaiting,
                error,
                since);
    }
}
