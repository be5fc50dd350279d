package org.ratatosk.web;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Tells browsers to ask for a host over TLS only from now on (RFC 6797), where that can be kept. It cannot for names and addresses
 * of this machine, which belong to whatever runs there next, and not with a certificate that browsers have no reason to trust:
 * they would let nobody past their warning any more. Immutable.
 */
final class StrictTransport {
    private static final HttpField FOR_A_YEAR =
            new PreEncodedHttpField(HttpHeader.STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    private final Predicate<X509Certificate> made;

    /** @param made whether the server made a certificate itself */
    StrictTransport(Predicate<X509Certificate> made) {
        this.made = made;
    }

    /** Puts the header on the answer to a request whose client came over TLS, to us or to a trusted proxy. */
    void put(Request request, Response response, String host) {
        if (!isOfThisMachine(host) && (!request.isSecure() || isOthersWord(request))) {
            response.getHeaders().put(FOR_A_YEAR);
        }
    }

    private static boolean isOfThisMachine(String host) {
        return host.isEmpty()
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("::1");
    }

    /** Whether the certificate of this connection was neither made by the server nor signed by itself. */
    private boolean isOthersWord(Request request) {
        if (!(request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData data)) {
            return false;
        }
        Certificate[] chain = data.sslSession().getLocalCertificates();
        return chain != null
                && chain.length > 0
                && chain[0] instanceof X509Certificate shown
                && !shown.getIssuerX500Principal().equals(shown.getSubjectX500Principal())
                && !made.test(shown);
    }
}
