package org.ratatosk.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.ratatosk.app.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the version of these files, and that of the server that runs. Confined to one thread. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Ratatosk " + Version.text() + " on Java " + Runtime.version());
        try {
            ControlClient.call(DataFolder.socket(place.config().server().data()), List.of("version"))
                    .ifPresent(answer -> out.println(answer.text()));
        } catch (Trouble | IOException e) {
            out.println("Whether a server runs is not known: " + e.getMessage());
        }
        return 0;
    }
}
