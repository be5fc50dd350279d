package org.ratatosk.server.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.dns.Tlsa;

/**
 * What DNSSEC proves about a chain of certificates (RFC 7671, RFC 7673 section 4). Immutable.
 *
 * @param chain the server's own certificate first, not empty
 * @param names whom it names
 * @param domain for which it shall speak
 * @param pkix what known authorities say about it
 * @param now the time at which it is judged
 */
record Dane(List<X509Certificate> chain, PeerNames names, String domain, Vouching.Result pkix, Instant now) {
    private static final int PKIX_TA = 0;
    private static final int PKIX_EE = 1;
    private static final int DANE_TA = 2;

    /** In words why a chain is proved; empty if it is not. */
    Optional<String> proof(Delegation delegation) {
        List<Tlsa> records =
                delegation.certificates().stream().filter(Tlsa::isUsable).toList();
        Optional<Tlsa> proof = records.stream()
                .filter(record -> holds(record, delegation.targets()))
                .findFirst()
                .or(() -> vouching(records, delegation.targets()));
        if (proof.isPresent()) {
            Tlsa record = proof.get();
            return Optional.of("The DNS, signed, says that this is its certificate (TLSA " + record.usage() + " "
                    + record.selector() + " " + record.matching() + ")");
        }
        // Without word about certificates, a proved machine may show its own name instead of the domain's.
        Optional<String> target =
                delegation.targets().stream().filter(names::isNamed).findFirst();
        return delegation.complete() && delegation.certificates().isEmpty() && pkix.isGood()
                ? target.map(host -> "The DNS, signed, says that " + host + " serves it, which the certificate names")
                : Optional.empty();
    }

    private boolean holds(Tlsa record, List<String> targets) {
        return switch (record.usage()) {
            case PKIX_TA ->
                pkix.isGood()
                        && isNamed(targets, pkix)
                        && pkix.path().stream().skip(1).anyMatch(each -> matches(record, each));
            case PKIX_EE -> pkix.isGood() && isNamed(targets, pkix) && matches(record, chain.get(0));
            case DANE_TA -> false; // which is asked of all records at once
            // The record alone says that it is the right one: neither names nor dates count (RFC 7671 section 5.1).
            default -> matches(record, chain.get(0));
        };
    }

    /** The record of an authority that vouches for the chain. Each authority is asked once, however many records name it. */
    private Optional<Tlsa> vouching(List<Tlsa> records, List<String> targets) {
        return authorities(records).entrySet().stream()
                .filter(authority -> {
                    Vouching.Result result = new Vouching(List.of(authority.getKey())).judge(chain, now);
                    return result.isGood() && isNamed(targets, result);
                })
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The authorities of the chain that records name, each with the first of these. */
    Map<X509Certificate, Tlsa> authorities(List<Tlsa> records) {
        Map<X509Certificate, Tlsa> found = new LinkedHashMap<>();
        for (X509Certificate each : chain.subList(1, chain.size())) {
            records.stream()
                    .filter(record -> record.usage() == DANE_TA && matches(record, each))
                    .findFirst()
                    .ifPresent(record -> found.putIfAbsent(each, record));
        }
        return found;
    }

    private boolean isNamed(List<String> targets, Vouching.Result result) {
        return names.speakFor(domain, result.isConstrained())
                || targets.stream().anyMatch(names::isNamed);
    }

    private static boolean matches(Tlsa record, X509Certificate certificate) {
        try {
            byte[] selected = record.selector() == 0
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            byte[] compared = switch (record.matching()) {
                case 1 -> MessageDigest.getInstance("SHA-256").digest(selected);
                case 2 -> MessageDigest.getInstance("SHA-512").digest(selected);
                default -> selected;
            };
            return MessageDigest.isEqual(compared, record.data());
        } catch (CertificateEncodingException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-2", e);
        }
    }
}
