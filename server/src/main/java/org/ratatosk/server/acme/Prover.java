package org.ratatosk.server.acme;

import java.io.IOException;

/** Puts what an authority wants to see where it looks. */
interface Prover {
    /**
     * What is to be seen. Immutable.
     *
     * @param name a token, or the name of a record
     * @param value what is to be found there
     */
    record Proving(String name, String value) {}

    /** Puts it there; on return it can be seen. */
    void show(Proving proving) throws IOException, InterruptedException;

    /** Takes it away, whether or not it was there. */
    void hide(Proving proving) throws IOException, InterruptedException;
}
