package org.ratatosk.app.check;

import java.nio.file.Files;
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
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.dns.ALabels;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.DomainCertificate;
import org.ratatosk.server.tls.TlsException;

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
            return List.of(Finding.note(
                    "There are no certificates yet in " + config.server().tls().certs() + ".",
                    "The first start makes some that clients have to be told to trust;"
                            + " those of a public authority go to DOMAIN/fullchain.pem and DOMAIN/privkey.pem there."));
        }
        try {
            List<Finding> found = new ArrayList<>();
            new Certificates(
                            config.server().tls().certs(),
                            config.server().certificateNames(),
                            clock,
                            new SecureRandom())
                    .all()
                    .forEach(certificate -> look(certificate, found));
            return found;
        } catch (TlsException e) {
            return List.of(Finding.bad(
                    "The certificates cannot be used: " + e.getMessage(),
                    "Correct or remove the files that are named."));
        }
    }

    private void look(DomainCertificate certificate, List<Finding> found) {
        Instant now = clock.instant();
        X509Certificate first = certificate.chain().get(0);
        String subject = "The certificate of " + certificate.domain();
        if (now.isBefore(first.getNotBefore().toInstant())) {
            found.add(Finding.bad(
                    subject + " begins in the future, or the clock is slow: it says " + now + ".",
                    "Set the clock: timedatectl set-ntp true"));
        } else if (!isFor(first, certificate.domain())) {
            found.add(Finding.bad(
                    subject + " (" + certificate.file() + ") is not for that name.", "Get one that names it."));
        } else if (certificate.expires().isBefore(now.plus(SOON))) {
            found.add(Finding.bad(
                    subject + " ends on " + day(certificate.expires()) + ".", "Renew " + certificate.file() + "."));
        } else if (certificate.ours()) {
            found.add(Finding.note(
                    subject + " is good until " + day(certificate.expires()) + ", but of this server's own authority.",
                    "Give ca.crt, which stands beside it, to your users, or get one of a public authority."));
        } else {
            found.add(Finding.good(subject + " is good until " + day(certificate.expires()) + "."));
        }
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
