package org.ratatosk.server.stream;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.route.Nonza;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/** A client's stream as its connection sees it. Loop-confined, except for {@link #loop()} and {@link #info()}. */
public interface Outlet extends Nonza.Stream {
    /** Runs tasks on the loop of the stream. Thread-safe. */
    Executor loop();

    /** How the client is connected. Thread-safe. */
    Connection.Info info();

    /** Whether the client takes what it is sent. */
    boolean isWritable();

    /** Whether the stream can still be written to. */
    boolean isOpen();

    /** Sends elements in one go. */
    void write(List<Element> elements);

    /** The connection's intake has become full, or is not any more. */
    void intakeChanged();

    /** What the client sends waits until {@link #proceed()}. */
    void pause();

    /** Takes what waits since {@link #pause()}. */
    void proceed();

    /** Ends the stream with an error, and an application-specific condition if there is one. */
    void fail(StreamError error, @Nullable Element detail);

    /** Ends the stream because its session goes on without it: nothing more is taken from it. */
    void superseded();

    /** This stream goes on with the session of another one. */
    void adopt(ClientConnection resumed);

    @Override
    ClientConnection connection();
}
