package org.ratatosk.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that others connect to, and that says what a test says. Confined to one thread. */
public class FakePeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket door;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Socket socket = new Socket();

    /** Listens on a free port. */
    public FakePeer() {
        try {
            door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            door.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FakePeer(ServerSocket door) {
        this.door = door;
    }

    /** The same listener for a connection besides; closing it closes that connection alone. */
    public FakePeer another() {
        return new FakePeer(door) {
            @Override
            public void close() {
                cut();
            }
        };
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) door.getLocalSocketAddress();
    }

    /** Takes a connection. */
    public void accept() {
        try {
            socket = door.accept();
            socket.setSoTimeout(PATIENCE_MILLIS);
            received.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns on TLS, as whoever was connected to does. */
    public void tls(KeyManager[] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, null, null);
            SSLSocket secure =
                    (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            socket = secure;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins a stream, with features, whether or not somebody asked for one. */
    public void begin(String from, String id, String features) {
        send("<?xml version='1.0'?><stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='" + from + "' id='" + id
                + "' version='1.0'><stream:features>" + features + "</stream:features>");
    }

    /** Answers a header, with features. */
    public void open(String from, String id, String features) {
        until("version='1.0'");
        until(">");
        begin(from, id, features);
    }

    /** Answers a header as servers did before XMPP 1.0: without version and features. */
    public void openAsOneOfOld(String from, String id) {
        until("version='1.0'");
        until(">");
        send("<stream:stream xmlns='jabber:server' xmlns:db='jabber:server:dialback'"
                + " xmlns:stream='http://etherx.jabber.org/streams' from='" + from + "' id='" + id + "'>");
    }

    /** Sends text. */
    public void send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a text; returns everything up to and with it. */
    public String until(String text) {
        byte[] buffer = new byte[4096];
        while (true) {
            String all = received.toString(UTF_8);
            int at = all.indexOf(text);
            if (at >= 0) {
                received.reset();
                received.writeBytes(all.substring(at + text.length()).getBytes(UTF_8));
                return all.substring(0, at + text.length());
            }
            try {
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    throw new AssertionError("«" + text + "» did not come, but: " + all);
                }
                received.write(buffer, 0, count);
            } catch (IOException e) {
                throw new AssertionError("«" + text + "» did not come, but: " + all, e);
            }
        }
    }

    /** Breaks the connection without a word. */
    public void cut() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
