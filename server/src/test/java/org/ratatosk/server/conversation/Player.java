package org.ratatosk.server.conversation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/** A server with clients to play a conversation with: inside the process, or over the network. Confined to one thread. */
public interface Player extends AutoCloseable {
    /** A client of the server. */
    interface Client {
        /** Sends an element. */
        void send(Element element);

        /** The next element that the server sent, waited for if need be; nothing if there is none. */
        Optional<Element> receive();

        /** What the server has sent so far and nobody looked at, once everything that was sent by anybody had its effect. */
        List<Element> rest();

        /** Turns acknowledging what is received on or off, for clients with stream management. */
        void acknowledging(boolean on);

        /** Closes the stream as clients should. */
        void disconnect();

        /** Loses its connection for good. */
        void vanish();

        /** Why the server closed the stream, waited for if need be; nothing if it did not. */
        Optional<StreamError.Condition> closedWith();
    }

    /** Makes accounts, with any password. */
    void accounts(List<Jid> bare);

    /** Makes accounts admins of their domain. */
    default void admins(List<Jid> bare) {
        throw new UnsupportedOperationException("There are no admins here");
    }

    /**
     * Logs a client in.
     *
     * @param full its address
     * @param streamManagement whether it acknowledges what it receives
     */
    Client connect(Jid full, boolean streamManagement);

    /**
     * Connects an external component (XEP-0114).
     *
     * @param domain its own, {@code echo.example.org}
     */
    default Client component(String domain) {
        throw new UnsupportedOperationException("There are no components here");
    }

    /** Has the site say something of its members, in the words of a script. */
    default void site(String words) {
        throw new UnsupportedOperationException("There is no site here");
    }

    /** Lets time pass. */
    void pass(Duration time);

    /** Makes the disk full, or gives it room again. */
    void diskFull(boolean full);

    /** Ends the server without a word and starts it again with what it kept. */
    void restart();

    @Override
    void close();
}
