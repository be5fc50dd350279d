package org.ratatosk.server.stream;

import java.util.concurrent.Executor;
import org.ratatosk.server.session.Connection;

/** Carries the bytes of one stream to and from a client. Loop-confined, except for {@link #loop()} and {@link #info()}. */
public interface Wire {
    /** Runs tasks on the event loop of this wire, in order. Thread-safe. */
    Executor loop();

    /** Sends text as UTF-8, at once. Nothing happens after {@link #close()}. */
    void send(CharSequence xml);

    /** Whether the client takes what it is sent; if not, {@link Protocol#writable()} tells when it does again. */
    boolean isWritable();

    /** Starts or stops reading; a little may still come after it was stopped. */
    void reading(boolean on);

    /** Sends text and then turns TLS on; {@link Protocol#secured()} tells when it is. */
    void startTls(String lastWords, String domain);

    /** Whether everything goes through TLS. */
    boolean isSecure();

    /** Ends the wire when everything that was sent has left; nothing more is read. */
    void close();

    /** Ends the wire at once. */
    void abort();

    /** The client has logged in: limits for strangers do not hold for it any more. */
    void loggedIn();

    /** How the client is connected. Thread-safe. */
    Connection.Info info();

    /** The client's IP address without its port. */
    String remoteHost();
}
