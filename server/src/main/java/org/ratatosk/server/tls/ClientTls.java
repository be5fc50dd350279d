package org.ratatosk.server.tls;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import org.ratatosk.server.config.TlsConfig.Engine;

/**
 * TLS with clients, to whom the server alone shows a certificate. Java's engine resumes sessions, each for the domain that it was made for.
 * Conscrypt would resume them for any domain, and takes the name of a peer for what the client asks for by SNI: there each connection has a
 * context of its own, which nothing is resumed from. Thread-safe.
 */
public final class ClientTls {
    private final Function<String, SSLEngine> engines;

    /**
     * TLS with the certificates of the hosted domains.
     *
     * @throws TlsException if the engine does not run on this machine
     */
    public ClientTls(Certificates certificates, Engine engine, SecureRandom random) {
        this.engines = engine == Engine.JAVA ? java(certificates.context()) : conscrypt(certificates, random);
    }

    private static Function<String, SSLEngine> java(SSLContext context) {
        return domain -> domain.isEmpty() ? context.createSSLEngine() : context.createSSLEngine(domain, -1);
    }

    private static Function<String, SSLEngine> conscrypt(Certificates certificates, SecureRandom random) {
        if (!Conscrypt.isAvailable()) {
            throw new TlsException("Conscrypt does not run on this machine: set tls.engine = java", null);
        }
        Provider provider = Conscrypt.newProvider();
        return domain -> {
            try {
                SSLContext context = SSLContext.getInstance("TLS", provider);
                KeyManager[] keys = {new SniKeyManager(certificates::byDomain, domain)};
                context.init(keys, new TrustManager[0], random);
                return context.createSSLEngine();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Conscrypt has no TLS", e);
            }
        };
    }

    /**
     * The server's side of one connection: TLS 1.2 or newer with forward secrecy.
     *
     * @param domain whose certificate is shown to a client that asks for none by SNI; empty for the first
     * @param applicationProtocols offered by ALPN (RFC 7301); empty for no ALPN
     */
    public SSLEngine engine(String domain, List<String> applicationProtocols) {
        SSLEngine engine = engines.apply(domain);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(Certificates.protocols().toArray(String[]::new));
        parameters.setCipherSuites(Certificates.ciphers().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setSNIMatchers(List.of(new AnyName()));
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return engine;
    }
}
