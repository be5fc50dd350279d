package org.ratatosk.server.route;

/**
 * A specification that the server implements: one file, one line in {@code Features}. It keeps its state itself, with the lane
 * or the session. Immutable.
 */
public interface Feature {
    /** What it implements. */
    Spec spec();

    /** Hangs its handlers in. Called once, when the server is built. */
    void install(Hooks on);
}
