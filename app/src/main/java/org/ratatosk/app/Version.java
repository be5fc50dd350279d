package org.ratatosk.app;

import java.util.Objects;

/** Which Ratatosk this is. Immutable. */
final class Version {
    private Version() {}

    /** As in {@code 0.1.0}; {@code development} if it does not run from its jar. */
    static String text() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
