package org.ratatosk.server.net;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.conscrypt.Conscrypt;
import org.ratatosk.server.stream.sasl.ChannelBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a TLS connection gives to bind logins to, strongest first: {@code tls-exporter} (RFC 9266) where the engine can export keying
 * material, which Java's can since 25 and Conscrypt's always, and {@code tls-server-end-point} (RFC 5929 section 4). Immutable.
 */
final class TlsBindings {
    private static final Logger LOG = LoggerFactory.getLogger(TlsBindings.class);
    private static final String LABEL = "EXPORTER-Channel-Binding";
    private static final int LENGTH = 32;
    private static final Pattern SIGNATURE = Pattern.compile("(MD5|SHA)-?([0-9]*)with.*", Pattern.CASE_INSENSITIVE);
    private static final Optional<MethodHandle> EXPORT = export();

    private TlsBindings() {}

    /** The product is compiled for a Java that does not know the method. */
    private static Optional<MethodHandle> export() {
        MethodType type = MethodType.methodType(byte[].class, String.class, byte[].class, int.class);
        try {
            return Optional.of(MethodHandles.publicLookup()
                    .findVirtual(ExtendedSSLSession.class, "exportKeyingMaterialData", type));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /** The bindings of a connection whose handshake is done. */
    static List<ChannelBinding> of(SSLEngine engine) {
        return Stream.of(
                        exported(engine).map(data -> new ChannelBinding("tls-exporter", data)),
                        endPoint(engine.getSession()).map(data -> new ChannelBinding("tls-server-end-point", data)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Before TLS 1.3 it would depend on an extension that only one of many clients lacks. */
    static Optional<byte[]> exported(SSLEngine engine) {
        if (!engine.getSession().getProtocol().equals("TLSv1.3")) {
            return Optional.empty();
        }
        try {
            if (Conscrypt.isConscrypt(engine)) {
                return Optional.ofNullable(Conscrypt.exportKeyingMaterial(engine, LABEL, new byte[0], LENGTH));
            }
            return EXPORT.isEmpty() ? Optional.empty() : Optional.of(exported(EXPORT.get(), engine.getSession()));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            LOG.debug("A connection exports nothing: {}", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static byte[] exported(MethodHandle export, SSLSession session) throws Throwable {
        return (byte[]) export.invoke((ExtendedSSLSession) session, LABEL, new byte[0], LENGTH);
    }

    private static Optional<byte[]> endPoint(SSLSession session) {
        Certificate[] chain = session.getLocalCertificates();
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate own
                ? endPoint(own)
                : Optional.empty();
    }

    /** The certificate's hash by the function of its signature; nothing where that has none of its own (Ed25519, PSS). */
    static Optional<byte[]> endPoint(X509Certificate certificate) {
        Matcher signature = SIGNATURE.matcher(certificate.getSigAlgName());
        if (!signature.matches()) {
            return Optional.empty();
        }
        String bits = signature.group(2);
        boolean weak = bits.isEmpty() || bits.equals("1") || bits.equals("5");
        try {
            String hash = "SHA-" + (weak ? "256" : bits);
            return Optional.of(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
