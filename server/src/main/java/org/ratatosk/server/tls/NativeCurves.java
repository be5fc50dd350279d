package org.ratatosk.server.tls;

import java.security.Provider;
import java.security.Security;
import org.conscrypt.Conscrypt;

/**
 * Elliptic curves in native code. A TLS handshake signs once (ECDSA on P-256) and agrees on a key once (X25519, RFC 7748); Java's own
 * code takes some twenty times as long for these two as BoringSSL, which is most of what a login costs. TLS itself stays Java's.
 */
public final class NativeCurves {
    private static final String PREFERRED = "jdk.security.provider.preferred";

    private NativeCurves() {}

    /**
     * Has all of this process use Conscrypt for these, from now on; where its native code does not run, nothing is changed. To be called
     * before anything else in the process uses cryptography, since Java reads its list of providers once.
     *
     * @return whether it is used
     */
    public static boolean prefer() {
        if (!Conscrypt.isAvailable()) {
            return false;
        }
        Provider conscrypt = Conscrypt.newProvider();
        String owners = Security.getProperty(PREFERRED);
        String ours = "SHA256withECDSA:" + conscrypt.getName() + ", XDH:" + X25519.NAME;
        Security.setProperty(PREFERRED, owners == null || owners.isBlank() ? ours : owners + ", " + ours);
        Security.addProvider(conscrypt);
        Security.addProvider(new X25519(conscrypt));
        return true;
    }
}
