package org.ratatosk.server.acme;

import java.io.IOException;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** Orders certificates (RFC 8555 section 7). It waits for the authority, a few minutes at most. Confined to one thread at a time. */
final class AcmeClient {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration REQUEST = Duration.ofSeconds(30);

    private final AcmeConfig config;
    private final AccountKey accountKey;
    private final SSLContext tls;
    private final Prover prover;

    /** A chain of certificates, the ordered one first, and its key. */
    record Issued(List<X509Certificate> chain, PrivateKey key) {}

    /** @param tls trusts the authority's own website */
    AcmeClient(AcmeConfig config, AccountKey accountKey, SSLContext tls, Prover prover) {
        this.config = config;
        this.accountKey = accountKey;
        this.tls = tls;
        this.prover = prover;
    }

    /** Speaks with authorities whose certificates a given context trusts. */
    private static final class Provider extends GenericAcmeProvider {
        private final SSLContext tls;

        Provider(SSLContext tls) {
            this.tls = tls;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            return HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(settings.getTimeout())
                    .sslContext(tls)
                    .build();
        }
    }

    /**
     * Orders a certificate.
     *
     * @param domain as A-labels
     */
    Issued order(String domain) throws AcmeException, IOException, InterruptedException {
        Session session = new Session(config.directory(), new Provider(tls));
        session.networkSettings().setTimeout(REQUEST);
        AccountBuilder builder =
                new AccountBuilder().useKeyPair(accountKey.open()).agreeToTermsOfService();
        if (!config.email().isEmpty()) {
            builder.addEmail(config.email());
        }
        Account account = builder.create(session);
        Order order = account.newOrder().domains(domain).create();
        for (Authorization authorization : order.getAuthorizations()) {
            prove(authorization, domain);
        }
        order.waitUntilReady(PATIENCE);
        KeyPair pair = AccountKey.fresh();
        order.execute(pair);
        if (order.waitForCompletion(PATIENCE) != Status.VALID) {
            throw new IOException("the order failed: "
                    + order.getError().map(Problem::toString).orElse("the authority does not say why"));
        }
        return new Issued(order.getCertificate().getCertificateChain(), pair.getPrivate());
    }

    private void prove(Authorization authorization, String domain)
            throws AcmeException, IOException, InterruptedException {
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        Challenge challenge;
        Prover.Proving proving;
        if (config.proof() == AcmeConfig.Proof.DNS_01) {
            Dns01Challenge dns = find(authorization, Dns01Challenge.class);
            String record = dns.getRRName(domain);
            proving = new Prover.Proving(
                    record.endsWith(".") ? record.substring(0, record.length() - 1) : record, dns.getDigest());
            challenge = dns;
        } else {
            Http01Challenge http = find(authorization, Http01Challenge.class);
            proving = new Prover.Proving(http.getToken(), http.getAuthorization());
            challenge = http;
        }
        try {
            prover.show(proving);
            challenge.trigger();
            if (challenge.waitForCompletion(PATIENCE) != Status.VALID) {
                throw new IOException("the authority was not convinced: "
                        + challenge.getError().map(Problem::toString).orElse("it does not say why"));
            }
        } finally {
            prover.hide(proving);
        }
    }

    private <T extends Challenge> T find(Authorization authorization, Class<T> type) throws IOException {
        return authorization
                .findChallenge(type)
                .orElseThrow(() -> new IOException("the authority does not take " + config.proof() + " as a proof"));
    }
}
