package org.ratatosk.app;

import java.util.Objects;

/** The command line's entry point. Immutable. */
public final class Main {

    private Main() {}

    /** Runs one command of the launcher; {@code version} prints the product's name and version. */
    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("version")) {
            System.out.println("Ratatosk " + version());
            return;
        }
        System.err.println("ratatosk: only \"version\" is known.");
        System.exit(2);
    }

    private static String version() {
        return Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "development");
    }
}
