package org.ratatosk.trials;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLSocket;

/** A client that costs a socket and nothing else: logged in over direct TLS, without presence. Confined to one thread. */
final class RawSession implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private final SSLSocket socket;

    private RawSession(SSLSocket socket) {
        this.socket = socket;
    }

    /** Logs in with PLAIN and binds a resource. */
    static RawSession login(Product product, Trust trust, String local, String password, String resource)
            throws IOException {
        RawSession session = new RawSession((SSLSocket) trust.context()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), product.directTlsPort()));
        session.socket.setSoTimeout(PATIENCE_MILLIS);
        session.socket.setTcpNoDelay(true);
        session.open();
        String plain = "\0" + local + "\0" + password;
        session.talk(
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                        + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)) + "</auth>",
                "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'");
        session.open();
        session.talk(
                "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                        + "</resource></bind></iq>",
                "</iq>");
        return session;
    }

    private void open() throws IOException {
        talk(
                "<?xml version='1.0'?><stream:stream to='" + Product.HOME
                        + "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
                "</stream:features>");
    }

    /** Asks the server for a sign of life (XEP-0199). */
    void ping() throws IOException {
        talk("<iq type='get' id='ping'><ping xmlns='urn:xmpp:ping'/></iq>", "id='ping'");
    }

    /** What comes until the end of the connection. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void talk(String sent, String until) throws IOException {
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!came.toString(StandardCharsets.UTF_8).contains(until)) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                throw new Unmet(until, came.toString(StandardCharsets.UTF_8) + " and the end");
            }
            came.write(buffer, 0, count);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
