package org.ratatosk.trials;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps Smack from telling of each connection that a killed server cuts. Immutable. */
public final class Quiet {
    /** Held, since the logging of the JDK forgets the level of a logger that nobody holds. */
    private static final Logger SMACK = Logger.getLogger("org.jivesoftware.smack");

    private Quiet() {}

    /** From now on nothing is told; what matters shows in what is played. */
    public static void smack() {
        SMACK.setLevel(Level.OFF);
    }
}
