package org.ratatosk.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.tls.TlsClient;

/**
 * A client that sends what a test says and nothing else. It verifies certificates, and waits ten seconds at most for what it
 * expects. Confined to one thread.
 */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int RECEIVE_BUFFER = 64 * 1024;

    private final TestServer server;
    private final Socket plain;
    private Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private boolean ended;

    private RawClient(TestServer server, Socket socket) {
        this.server = server;
        this.plain = socket;
        this.socket = socket;
    }

    /** Connects to the port for STARTTLS; nothing is sent. */
    public static RawClient connect(TestServer server) {
        return connect(server, server.starttls());
    }

    /** Connects to the port for direct TLS; TLS is on. */
    public static RawClient connectDirect(TestServer server, String... applicationProtocols) {
        RawClient client = connect(server, server.directTls());
        client.tls("example.test", applicationProtocols);
        return client;
    }

    /** Connects to an address; nothing is sent. */
    public static RawClient connect(TestServer server, InetSocketAddress address) {
        try {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(RECEIVE_BUFFER);
            socket.connect(address, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new RawClient(server, socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects, turns on TLS and opens a stream in it. */
    public static RawClient secure(TestServer server) {
        return secure(server, "example.test");
    }

    private static RawClient secure(TestServer server, String domain) {
        RawClient client = connect(server);
        client.open(domain);
        client.until("</stream:features>");
        client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        client.tls(domain);
        client.open(domain);
        client.until("</stream:features>");
        return client;
    }

    /** Logs in, up to the features after login. */
    public static RawClient authenticated(TestServer server, String user) {
        return authenticated(server, user, "example.test");
    }

    /** Logs in to a domain, up to the features after login. */
    public static RawClient authenticated(TestServer server, String user, String domain) {
        RawClient client = secure(server, domain);
        client.send(plain(user, TestServer.PASSWORD));
        client.until("<success");
        client.until(">");
        client.open(domain);
        client.until("</stream:features>");
        return client;
    }

    /** Logs in and binds a resource. */
    public static RawClient bound(TestServer server, String user, String resource) {
        return bound(server, user, resource, "example.test");
    }

    /** Logs in to a domain and binds a resource. */
    public static RawClient bound(TestServer server, String user, String resource, String domain) {
        RawClient client = authenticated(server, user, domain);
        client.bind(resource);
        return client;
    }

    /** A login by PLAIN. */
    public static String plain(String user, String password) {
        return auth("PLAIN", "\0" + user + "\0" + password);
    }

    /** The first message of a login. */
    public static String auth(String mechanism, String message) {
        return "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='" + mechanism + "'>" + base64(message)
                + "</auth>";
    }

    /** A further message of a login. */
    public static String response(String message) {
        return "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + base64(message) + "</response>";
    }

    private static String base64(String message) {
        return Base64.getEncoder().encodeToString(message.getBytes(UTF_8));
    }

    /** The header of a stream. */
    public static String header(String to) {
        return "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                + " to='" + to + "' version='1.0'>";
    }

    /** Opens a stream. */
    public void open(String to) {
        send(header(to));
    }

    /** Asks for TLS and turns it on. */
    public void starttls() {
        send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        tls("example.test");
    }

    /** Turns TLS on, for a domain that the server's certificate must be for. */
    public SSLSocket tls(String domain, String... applicationProtocols) {
        return tls(TlsClient.trusting(server.authority()), domain, applicationProtocols);
    }

    /** The same with a context that may remember sessions. */
    public SSLSocket tls(SSLContext context, String domain, String... applicationProtocols) {
        try {
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, domain, socket.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(domain)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(applicationProtocols);
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            socket = secure;
            return secure;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns TLS on as another server does, with a certificate of its own or without. */
    public void tlsAsServer(String domain, KeyManager @Nullable [] keys) {
        tlsAsServer(domain, keys, List.of(new SNIHostName(domain)));
    }

    /** Turns on TLS as a server does that says no name (RFC 6066 section 3), with a certificate of its own; only this domain is good. */
    public void tlsWithoutName(String domain, KeyManager[] keys) {
        tlsAsServer(domain, keys, List.of());
    }

    private void tlsAsServer(String domain, KeyManager @Nullable [] keys, List<SNIServerName> names) {
        try {
            SSLSocket secure = (SSLSocket) TlsClient.trusting(server.authority(), keys)
                    .getSocketFactory()
                    .createSocket(socket, domain, socket.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setServerNames(names);
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            socket = secure;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Binds a resource. */
    public void bind(String resource) {
        send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>" + resource
                + "</resource></bind></iq>");
        until("</jid></bind></iq>");
    }

    /** Sends text. */
    public void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /** Sends bytes. */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes again and again until the server has had enough; returns how many it took, {@code most} at most. */
    public long pour(byte[] bytes, long most) {
        long sent = 0;
        try {
            while (sent < most) {
                socket.getOutputStream().write(bytes);
                sent += bytes.length;
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    /** Waits until the server has sent a text; returns everything up to and with it. */
    public String until(String text) {
        while (true) {
            String all = received.toString(UTF_8);
            int at = all.indexOf(text);
            if (at >= 0) {
                received.reset();
                received.writeBytes(all.substring(at + text.length()).getBytes(UTF_8));
                return all.substring(0, at + text.length());
            }
            if (ended || !read()) {
                throw new AssertionError("«" + text + "» did not come, but: " + all);
            }
        }
    }

    /** Waits until the server closes the connection; returns everything that came before. */
    public String untilEnd() {
        while (!ended && read()) {
            continue;
        }
        if (!ended) {
            throw new AssertionError("The connection is still open, and this came: " + received.toString(UTF_8));
        }
        return received.toString(UTF_8);
    }

    /** Reads once; {@code false} if nothing came in time. A reset connection has ended. */
    private boolean read() {
        byte[] buffer = new byte[8192];
        try {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                ended = true;
            } else {
                received.write(buffer, 0, count);
            }
            return true;
        } catch (SocketException e) {
            ended = true;
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What has come and nobody has looked at; if there is nothing, waits for it. Empty if nothing came in time or ever will. */
    public byte[] next(int patienceMillis) {
        try {
            if (received.size() == 0 && !ended) {
                socket.setSoTimeout(patienceMillis);
                read();
            }
        } catch (SocketException e) {
            ended = true;
        }
        byte[] bytes = received.toByteArray();
        received.reset();
        return bytes;
    }

    /** Whether the server has closed the connection, as far as this client has read. */
    public boolean hasEnded() {
        return ended;
    }

    /** The socket. */
    public Socket socket() {
        return socket;
    }

    /** Closes the socket without a word. */
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
