package org.ratatosk.app;

import java.util.List;
import org.ratatosk.app.config.AppConfig;

/** The whole product, built by hand from the top of this file to the bottom. Thread-safe. */
final class Ratatosk implements AutoCloseable {
    private final Operations operations;

    private Ratatosk(Operations operations) {
        this.operations = operations;
    }

    /** Starts everything. */
    static Ratatosk open(AppConfig config) throws Trouble {
        throw new Trouble("The server for " + config.server().domains() + " cannot be started yet.");
    }

    /** Everything but what others could connect to, for commands while no server runs. */
    static Ratatosk behindClosedDoors(AppConfig config) throws Trouble {
        return open(config);
    }

    /** What the owner can have done. */
    Operations operations() {
        return operations;
    }

    /** Lines for the owner: addresses, the certificates' fingerprints, the link that sets up the first admin. */
    List<String> describe() {
        return List.of();
    }

    @Override
    public void close() {}
}
