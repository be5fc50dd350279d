package org.ratatosk.server.route;

import java.util.List;

/**
 * A specification that the server implements: one file, one line in {@code Features}. It keeps its state itself, with the lane
 * or the session. Immutable.
 */
public interface Feature {
    /** What it implements. */
    Spec spec();

    /** Smaller specifications that come with it. */
    default List<Spec> alsoImplements() {
        return List.of();
    }

    /** Hangs its handlers in. Called once, when the server is built. */
    void install(Hooks on);
}
