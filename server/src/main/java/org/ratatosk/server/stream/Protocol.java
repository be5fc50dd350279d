package org.ratatosk.server.stream;

import java.time.Instant;

/** What is spoken over a {@link Wire}, called on its loop. Loop-confined. */
public interface Protocol {
    /** Makes the protocol of a new wire. Thread-safe. */
    @FunctionalInterface
    interface Factory {
        /** What is to be spoken over a wire. */
        Protocol create(Wire wire);
    }

    /** The connection that this side has asked for is there, without TLS. */
    default void connected() {}

    /** The wire is about to break; the words say why to people. */
    default void troubled(String words) {}

    /** Bytes came; they are only good during the call. */
    void bytes(byte[] buffer, int offset, int length);

    /** TLS is on: what comes and goes from now on is inside it. */
    void secured();

    /** The wire's {@link Wire#isWritable()} has changed. */
    void writable();

    /** Time has passed; called every second or so. */
    void tick(Instant now);

    /** The server stops: the client is told, and the wire closed. */
    void shutdown();

    /** The wire is gone. Called once, after everything else. */
    void closed();
}
