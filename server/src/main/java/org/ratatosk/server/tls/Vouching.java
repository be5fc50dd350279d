package org.ratatosk.server.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;

/**
 * Whether known authorities vouch for a certificate of a server (RFC 5280 section 6). The way from it up to an authority is walked
 * once, along the certificates that were shown, so that nobody can make this server try many; then the Java platform judges it whole.
 * Revocation is not asked for: the answers would come from machines that the other side names. Immutable.
 */
final class Vouching {
    private static final int MAX_CHAIN = 10;
    private static final int MAX_NAME = 100;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private final Map<X500Principal, List<X509Certificate>> authorities;

    /**
     * What came out.
     *
     * @param fault why nobody vouches, as the rest of a sentence that begins with "its certificate"; empty if somebody does
     * @param path the certificate and all above it, the authority last
     */
    record Result(Optional<String> fault, List<X509Certificate> path) {
        static Result of(String fault) {
            return new Result(Optional.of(fault), List.of());
        }

        boolean isGood() {
            return fault.isEmpty();
        }

        /** The name of the authority that vouches, which may be the certificate itself. */
        String authority() {
            return name(path.get(path.size() - 1).getSubjectX500Principal());
        }

        /** Whether an authority on the way may vouch for some names only; such limits are known for names of the DNS alone. */
        boolean isConstrained() {
            return path.stream().skip(1).anyMatch(c -> c.getExtensionValue(Extension.nameConstraints.getId()) != null);
        }
    }

    Vouching(Collection<X509Certificate> authorities) {
        this.authorities =
                authorities.stream().collect(Collectors.groupingBy(X509Certificate::getSubjectX500Principal));
    }

    /** Judges a chain, the server's own certificate first. */
    Result judge(List<X509Certificate> chain, Instant now) {
        X509Certificate own = chain.get(0);
        if (chain.size() > MAX_CHAIN) {
            return Result.of("comes with " + (chain.size() - 1) + " others; at most " + (MAX_CHAIN - 1) + " are read");
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            return Result.of("is not valid before " + own.getNotBefore().toInstant());
        }
        if (own.getNotAfter().toInstant().isBefore(now)) {
            return Result.of("has ended on " + own.getNotAfter().toInstant());
        }
        if (!isForServers(own)) {
            return Result.of("is not meant for servers (it lacks the purpose serverAuth)");
        }
        return walk(chain, now);
    }

    /** Whether the extended key usage lets a certificate, or those below it, speak for servers (RFC 5280 section 4.2.1.12). */
    private static boolean isForServers(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER_AUTH) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    // the way up

    private Result walk(List<X509Certificate> chain, Instant now) {
        List<X509Certificate> path = new ArrayList<>(List.of(chain.get(0)));
        while (true) {
            X509Certificate current = path.get(path.size() - 1);
            List<X509Certificate> known = authorities.getOrDefault(current.getIssuerX500Principal(), List.of());
            if (path.size() == 1 && known.contains(current)) {
                return new Result(Optional.empty(), path);
            }
            Optional<X509Certificate> authority = signer(current, known);
            if (authority.isPresent()) {
                return validate(path, authority.get(), now);
            }
            List<X509Certificate> named = chain.stream()
                    .filter(other -> !path.contains(other)
                            && other.getSubjectX500Principal().equals(current.getIssuerX500Principal()))
                    .toList();
            Optional<X509Certificate> above = signer(current, named);
            if (above.isEmpty()) {
                return Result.of(end(current, path.size() == 1, !named.isEmpty() || !known.isEmpty()));
            }
            if (!isForServers(above.get())) {
                return Result.of("is signed by " + name(above.get().getSubjectX500Principal())
                        + ", which may not vouch for servers");
            }
            path.add(above.get());
        }
    }

    private static Optional<X509Certificate> signer(X509Certificate signed, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> isSigned(signed, candidate))
                .findFirst();
    }

    private static boolean isSigned(X509Certificate signed, X509Certificate by) {
        try {
            signed.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String end(X509Certificate last, boolean own, boolean forged) {
        boolean selfSigned = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        String issuer = name(last.getIssuerX500Principal());
        if (selfSigned) {
            return own
                    ? "is self-signed: nobody else vouches for it"
                    : "is vouched for by " + issuer + ", an authority that is not known here";
        }
        return forged
                ? "names " + issuer + " as its authority, whose signature is not under it"
                : "is vouched for by " + issuer + ", which is not known here and whose own certificate was not shown";
    }

    /** A name from a stranger's certificate, fit for logs. */
    static String name(X500Principal principal) {
        String name = principal.getName().replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
        return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "\u2026" : name;
    }

    // the judgement of the platform

    private static Result validate(List<X509Certificate> path, X509Certificate authority, Instant now) {
        List<X509Certificate> whole = new ArrayList<>(path);
        whole.add(authority);
        // The platform heeds constraints of certificates on the way alone, so a constrained authority goes along, below
        // itself.
        boolean constrained = authority.getExtensionValue(Extension.nameConstraints.getId()) != null;
        if (constrained && !authority.getSubjectX500Principal().equals(authority.getIssuerX500Principal())) {
            return Result.of("is vouched for by " + name(authority.getSubjectX500Principal())
                    + ", whose name constraints cannot be heeded here because it is not self-signed");
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(constrained ? whole : path),
                            parameters);
            return new Result(Optional.empty(), List.copyOf(whole));
        } catch (CertPathValidatorException e) {
            return Result.of(words(e.getReason(), path, e.getIndex()));
        } catch (GeneralSecurityException e) {
            return Result.of("cannot be read");
        }
    }

    private static String words(Reason reason, List<X509Certificate> path, int index) {
        String whose = index > 0 && index < path.size()
                ? "is vouched for by " + name(path.get(index).getSubjectX500Principal()) + ", whose certificate "
                : "";
        if (reason == BasicReason.EXPIRED) {
            return whose + "has ended";
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return whose + "is not valid yet";
        }
        if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
            return whose + "is signed in a way that is too weak";
        }
        if (reason == PKIXReason.INVALID_NAME) {
            return "names what its authority may not vouch for (name constraints)";
        }
        if (reason == PKIXReason.NOT_CA_CERT || reason == PKIXReason.INVALID_KEY_USAGE) {
            return whose + "is not that of an authority";
        }
        if (reason == PKIXReason.PATH_TOO_LONG) {
            return "has more authorities above it than they allow each other";
        }
        return whose + "breaks the rules for certificates (" + reason + ")";
    }
}
