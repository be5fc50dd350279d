package org.ratatosk.server.stream;

import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.route.Nonza;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.xml.Element;

/** A stream as its connection sees it. Loop-confined, except for {@link #loop()} and {@link #info()}. */
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

    /** The same; {@code written} runs when the network has taken them, and never if it does not. */
    void write(List<Element> elements, Runnable written);

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
    void adopt(ManagedConnection resumed);

    /** Whether stream management can be turned on: there is a client's session, or a server's domain is proved. */
    boolean mayEnable();

    /** Whether another stream of the same owner could go on with all that this one has. */
    default boolean mayBeResumed() {
        return true;
    }

    /** Whether the stream can go on with what another one had. */
    boolean mayResume();

    /** Whose connection this is: another stream of the same owner can go on with it. */
    String owner();

    @Override
    ManagedConnection connection();
}
