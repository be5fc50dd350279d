package org.ratatosk.app;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a one-time link that sets up an admin. Confined to one thread. */
@Command(name = "admin-link", description = "Print a one-time link that sets up an admin.")
final class AdminLinkCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Trouble {
        return Control.run(place, spec, List.of("admin-link"));
    }
}
