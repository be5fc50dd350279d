package org.ratatosk.server;

import java.security.SecureRandom;
import java.util.List;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.feature.Ping;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.stream.StreamManagement;

/** Everything that the server can do, one line each; handlers of one phase run in this order. Immutable. */
public final class Features {
    private Features() {}

    /** The features of a server with these settings. */
    public static List<Feature> all(ServerConfig config) {
        return List.of(
                new StreamManagement(new SecureRandom(), config.limits().resumeTime()), //
                new Ping());
    }
}
