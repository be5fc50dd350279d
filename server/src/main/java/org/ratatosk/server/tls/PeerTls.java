package org.ratatosk.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS with the servers of other domains. Both sides show their certificates, and any chain is taken: a {@link Judge} says afterwards
 * what it proves, so that dialback stays possible, and so that one certificate serves in both directions although public
 * authorities mark theirs for servers only. Thread-safe.
 */
public final class PeerTls {
    private static final TrustManager[] TAKES_ANY = {new TakesAny()};

    private final Certificates certificates;
    private final SecureRandom random;
    private final SSLContext accepting;
    private final ConcurrentMap<String, SSLContext> connecting = new ConcurrentHashMap<>();

    /** TLS with the certificates of the hosted domains. */
    public PeerTls(Certificates certificates, SecureRandom random) {
        this.certificates = certificates;
        this.random = random;
        this.accepting = context(new SniKeyManager(certificates::byDomain), random);
    }

    private static SSLContext context(X509ExtendedKeyManager keys, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, TAKES_ANY, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }

    /**
     * The side that was connected to.
     *
     * @param domain whose certificate is shown to a server that asks for none by SNI; empty for the first
     * @param applicationProtocols offered by ALPN; empty for no ALPN
     */
    public SSLEngine accepting(String domain, List<String> applicationProtocols) {
        SSLEngine engine = domain.isEmpty() ? accepting.createSSLEngine() : accepting.createSSLEngine(domain, -1);
        engine.setUseClientMode(false);
        engine.setWantClientAuth(true);
        SSLParameters parameters = parameters(engine, applicationProtocols);
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * The side that connects. Sessions are never resumed, so that the other side's certificate is always seen.
     *
     * @param local the own domain, whose certificate is shown
     * @param remote the other domain, asked for by SNI
     * @param applicationProtocols offered by ALPN; empty for no ALPN
     */
    public SSLEngine connecting(String local, String remote, List<String> applicationProtocols) {
        SSLEngine engine = connecting
                .computeIfAbsent(local, domain -> context(new OneKey(domain), random))
                .createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, applicationProtocols);
        hostName(remote).ifPresent(name -> parameters.setServerNames(List.of(name)));
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters parameters(SSLEngine engine, List<String> applicationProtocols) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Certificates.protocols().toArray(String[]::new));
        parameters.setCipherSuites(Certificates.ciphers().toArray(String[]::new));
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        return parameters;
    }

    /** Addresses are no names that SNI could ask for. */
    private static Optional<SNIHostName> hostName(String domain) {
        if (domain.startsWith("[") || domain.matches("[0-9.]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(SniKeyManager.aLabels(domain)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private @Nullable DomainCertificate certificate(String domain) {
        Map<String, DomainCertificate> known = certificates.byDomain();
        String name = SniKeyManager.aLabels(domain);
        while (!known.containsKey(name) && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return known.get(name);
    }

    /** Always shows the certificate of one domain, or of the one above it. */
    private final class OneKey extends X509ExtendedKeyManager {
        private final String domain;

        OneKey(String domain) {
            this.domain = domain;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            DomainCertificate own = certificate(domain);
            return own != null && Arrays.asList(keyTypes).contains(own.key().getAlgorithm()) ? domain : null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chooseEngineClientAlias(keyTypes, issuers, null);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            DomainCertificate own = certificate(alias);
            return own == null ? null : own.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            DomainCertificate own = certificate(alias);
            return own == null ? null : own.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {domain};
        }

        @Override
        public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }

    /** Takes every chain; nothing is proved by that. It names no authorities, so that the other side shows whatever it has. */
    private static final class TakesAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
