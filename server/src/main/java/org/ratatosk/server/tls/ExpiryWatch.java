package org.ratatosk.server.tls;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the owner in time that certificates end: once at each of some numbers of days before. Thread-safe. */
final class ExpiryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final List<Integer> DAYS = List.of(0, 1, 3, 7, 14, 30);

    /** By domain, of which certificate and at which number of days the owner was last told. */
    private final Map<String, Told> told = new HashMap<>();

    private record Told(String fingerprint, int days) {}

    /** Looks at what is served. */
    synchronized void look(Collection<DomainCertificate> certificates, Instant now) {
        for (DomainCertificate certificate : certificates) {
            long left = certificate.daysLeft(now);
            DAYS.stream()
                    .filter(days -> days == 0 ? left < 0 : left <= days)
                    .findFirst()
                    .ifPresent(days -> tell(certificate, days, left));
        }
    }

    private void tell(DomainCertificate certificate, int days, long left) {
        Told now = new Told(certificate.fingerprint(), days);
        if (now.equals(told.put(certificate.domain(), now))) {
            return;
        }
        if (days == 0) {
            LOG.warn(
                    "The certificate of {} has ended on {}: renew {}",
                    certificate.domain(),
                    certificate.expires(),
                    certificate.file());
        } else {
            LOG.warn(
                    "The certificate of {} ends {}, on {}: renew {}",
                    certificate.domain(),
                    left == 0 ? "within a day" : left == 1 ? "in 1 day" : "in " + left + " days",
                    certificate.expires(),
                    certificate.file());
        }
    }
}
