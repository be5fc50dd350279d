package org.ratatosk.app.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.dns.ALabels;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.DomainCertificate;
import org.ratatosk.server.tls.TlsException;
import org.ratatosk.server.tls.TrustAnchors;

/** Certificates: whether they are for the domains, and for how long; and whether the clock can be right. Immutable. */
final class CertificatesCheck implements Check {
    private static final Duration SOON = Duration.ofDays(21);
    private final InstantSource clock;

    CertificatesCheck(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        if (!Files.isDirectory(config.server().tls().certs())) {
            return List.of(none(config));
        }
        TrustAnchors anchors = anchors(config.server().federation().proofs());
        try {
            List<Finding> found = new ArrayList<>();
            Certificates certificates = new Certificates(
                    config.server().tls().certs(), config.server().certificateNames(), clock, new SecureRandom());
            certificates
                    .halves()
                    .forEach(half -> found.add(Finding.bad(
                            half + ".",
                            "Put it there, for the server's user to read, or remove the other half."
                                    + " The server takes it up within a minute.")));
            certificates.all().forEach(certificate -> found.add(look(config, certificate, anchors)));
            return found;
        } catch (TlsException e) {
            return List.of(Finding.bad(
                    "The certificates cannot be used: " + e.getMessage(),
                    "Correct or remove the files that are named."));
        }
    }

    private static Finding none(AppConfig config) {
        String none =
                "There are no certificates yet in " + config.server().tls().certs();
        if (config.acme().isPresent()) {
            return Finding.note(none + ".", "The first start makes some, and orders those that others believe (acme).");
        }
        return PublicDomains.met(config).isEmpty()
                ? Finding.note(
                        none + ".",
                        "The first start makes some that clients have to be told to trust;"
                                + " those of a public authority go to DOMAIN/fullchain.pem and DOMAIN/privkey.pem there.")
                : Finding.bad(
                        none + "; other servers refuse those that the first start makes.",
                        advice(config, PublicDomains.met(config).get(0), true));
    }

    /** Other servers are taken to believe whom this one believes. */
    private static TrustAnchors anchors(FederationConfig.Proofs proofs) {
        try {
            return TrustAnchors.of(proofs);
        } catch (TlsException e) {
            return TrustAnchors.system(); // what is wrong with the others is found elsewhere
        }
    }

    private Finding look(AppConfig config, DomainCertificate certificate, TrustAnchors anchors) {
        Instant now = clock.instant();
        X509Certificate first = certificate.chain().get(0);
        String subject = "The certificate of " + certificate.domain();
        if (now.isBefore(first.getNotBefore().toInstant())) {
            return Finding.bad(
                    subject + " begins in the future, or the clock is slow: it says " + now + ".",
                    "Set the clock: timedatectl set-ntp true");
        }
        if (!isFor(first, certificate.domain())) {
            return Finding.bad(
                    subject + " (" + certificate.file() + ") is not for that name.", "Get one that names it.");
        }
        if (certificate.expires().isBefore(now.plus(SOON))) {
            return Finding.bad(
                    subject + " ends on " + day(certificate.expires()) + ".", "Renew " + certificate.file() + ".");
        }
        Optional<String> refusal = PublicDomains.met(config).contains(certificate.domain())
                ? anchors.fault(certificate.chain(), now)
                : Optional.empty();
        if (refusal.isPresent()) {
            String refused = certificate.ours()
                    ? " is of this server's own authority: other servers refuse it."
                    : " (" + certificate.file() + ") is refused by other servers: it " + refusal.get() + ".";
            return Finding.bad(subject + refused, advice(config, certificate.domain(), certificate.ours()));
        }
        String good = subject + " is good until " + day(certificate.expires());
        return certificate.ours()
                ? Finding.note(
                        good + ", but of this server's own authority.",
                        "Give ca.crt, which stands beside it, to your users, or get one of a public authority.")
                : Finding.good(good + ".");
    }

    /** How to have a certificate that other servers believe. */
    private static String advice(AppConfig config, String domain, boolean ours) {
        Path folder = config.server().tls().certs().resolve(domain);
        String own = ours ? "\nUntil then clients can be told to trust ca.crt, which stands beside it." : "";
        return config.acme().isPresent()
                ? "The server orders one of a public authority (acme) and takes it up within minutes; if none comes, its log says why."
                        + own
                : "Have one of a public authority ordered (acme in the settings), or put one with all that vouch for it there as\n"
                        + folder.resolve("fullchain.pem") + " and " + folder.resolve("privkey.pem")
                        + ".\ndocs/federation.md tells more of both." + own;
    }

    private static String day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** RFC 6125: an exact name, or a star for the first label. */
    private static boolean isFor(X509Certificate certificate, String domain) {
        String ascii = ALabels.of(domain).orElse(domain);
        String wildcard = "*" + ascii.substring(Math.max(0, ascii.indexOf('.')));
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .anyMatch(name -> name.equals(ascii) || name.equals(wildcard));
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
