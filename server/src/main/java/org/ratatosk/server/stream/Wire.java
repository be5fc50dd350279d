package org.ratatosk.server.stream;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stream.sasl.ChannelBinding;

/** Carries the bytes of one stream to and from a client or another server. Loop-confined, except for {@link #loop()} and {@link #info()}. */
public interface Wire {
    /** Runs tasks on the event loop of this wire, in order. Thread-safe. */
    Executor loop();

    /** Sends text as UTF-8, at once. Nothing happens after {@link #close()}. */
    void send(CharSequence xml);

    /** The same; {@code sent} runs on the loop when the operating system has taken the text, and never if it does not. */
    void send(CharSequence xml, Runnable sent);

    /** Whether the other side takes what it is sent; if not, {@link Protocol#writable()} tells when it does again. */
    boolean isWritable();

    /** Starts or stops reading; a little may still come after it was stopped. */
    void reading(boolean on);

    /**
     * Sends text and then turns TLS on, in the role that fits who has connected; {@link Protocol#secured()} tells when it is.
     *
     * @param domain for the side that was connected to: whose certificate is shown unless SNI says otherwise
     */
    void startTls(String lastWords, String domain);

    /** Whether everything goes through TLS. */
    boolean isSecure();

    /** The certificates that the other side has shown, its own first; empty if it has shown none. */
    List<X509Certificate> peerCertificates();

    /** What a login can be bound to inside TLS, strongest first; possibly nothing. */
    default List<ChannelBinding> channelBindings() {
        return List.of();
    }

    /** Ends the wire when everything that was sent has left; nothing more is read. */
    void close();

    /** Ends the wire at once. */
    void abort();

    /** The other side has proved who it is: limits for strangers do not hold for it any more. */
    void loggedIn();

    /** How the other side is connected. Thread-safe. */
    Connection.Info info();

    /** The other side's IP address without its port. */
    String remoteHost();
}
