package org.ratatosk.server.stream.s2s;

import java.util.Optional;
import org.ratatosk.server.xml.Element;

/** What a stream to another server is opened for. Called on the loop of the stream; told exactly once how it ended. */
interface Goal {
    /** The domains. */
    Pair pair();

    /** Whether the own domain is to be proved; if not, {@link #encrypted} follows once the stream is. */
    boolean provesUs();

    /** The stream is as private as it gets, and nothing is proved: the goal may send something of dialback. */
    default void encrypted(OutgoingStream stream) {}

    /** An answer of dialback came that the stream does not know. */
    default void answered(OutgoingStream stream, Element answer) {}

    /** Stanzas can be sent. */
    default void ready(OutgoingStream stream) {}

    /** A connection that the stream should go on with (XEP-0198), if there is one. */
    default Optional<ServerConnection> resumable() {
        return Optional.empty();
    }

    /** The stream did not come to that. */
    void failed(Search.Failure failure);

    /** Something was found out. */
    default void step(Step step) {}
}
