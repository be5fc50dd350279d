package org.ratatosk.server.session;

import java.time.Instant;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/**
 * A client's stream as its session sees it. A connection with stream management (XEP-0198) outlives its socket: the stream
 * swaps sockets beneath it, and the session does not notice. Thread-safe.
 */
public interface Connection {
    /**
     * How a client is connected.
     *
     * @param address the client's address and port, as text
     * @param tls version and cipher, as in {@code TLSv1.3 TLS_AES_128_GCM_SHA256}
     * @param transport as in {@code STARTTLS} or {@code direct TLS}
     * @param since when the client connected
     */
    record Info(String address, String tls, String transport, Instant since) {}

    /** Sends an element after all that was sent before. Never blocks; nothing happens when the connection has ended. */
    void send(Element element);

    /**
     * Sends an element; {@code acknowledged} runs, on any thread and at most once, when the client has acknowledged it by
     * stream management. It never runs when {@link #acknowledges()} is false.
     */
    void send(Element element, Runnable acknowledged);

    /** Whether stream management is on, so that the client acknowledges what it gets. */
    boolean acknowledges();

    /** Ends the stream with an error. */
    void close(StreamError error);

    /** What the client proved to know when it logged in, or resumed its session, last. */
    default Credential credential() {
        return Credential.NONE;
    }

    /** How the client is connected now, or was last. */
    Info info();
}
