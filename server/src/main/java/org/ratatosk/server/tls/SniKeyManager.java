package org.ratatosk.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.dns.ALabels;

/**
 * Picks the certificate that a client asks for by SNI (RFC 6066 section 3); else that of the domain that the stream named
 * before TLS began, which the engine has as its peer host; else the first. Aliases are domains as A-labels. Thread-safe.
 */
final class SniKeyManager extends X509ExtendedKeyManager {
    private final Supplier<Map<String, DomainCertificate>> certificates;
    private final String named;

    /** @param certificates by domain as A-labels, in the order of the configuration; never empty */
    SniKeyManager(Supplier<Map<String, DomainCertificate>> certificates) {
        this(certificates, "");
    }

    /**
     * For a single connection.
     *
     * @param named the domain that the stream named before TLS began, where the engine's peer host does not say it; empty for none
     */
    SniKeyManager(Supplier<Map<String, DomainCertificate>> certificates, String named) {
        this.certificates = certificates;
        this.named = named;
    }

    /** A domain as it stands in certificates and in SNI. */
    static String aLabels(String domain) {
        return ALabels.of(domain).orElse(domain);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine == null
                ? null
                : choose(keyType, engine.getHandshakeSession(), named.isEmpty() ? engine.getPeerHost() : named);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return socket instanceof SSLSocket ssl ? choose(keyType, ssl.getHandshakeSession(), null) : null;
    }

    private @Nullable String choose(String keyType, @Nullable SSLSession session, @Nullable String hint) {
        Map<String, DomainCertificate> known = certificates.get();
        String alias = asked(session)
                .filter(known::containsKey)
                .or(() -> Optional.ofNullable(hint).map(SniKeyManager::aLabels).filter(known::containsKey))
                .orElseGet(() -> known.keySet().iterator().next());
        DomainCertificate chosen = known.get(alias);
        return chosen != null && chosen.key().getAlgorithm().equals(keyType) ? alias : null;
    }

    private static Optional<String> asked(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        DomainCertificate certificate = certificates.get().get(alias);
        return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        DomainCertificate certificate = certificates.get().get(alias);
        return certificate == null ? null : certificate.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        List<String> aliases = List.copyOf(certificates.get().keySet());
        return aliases.toArray(String[]::new);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
