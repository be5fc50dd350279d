package org.ratatosk.app;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server in the foreground until SIGTERM or Ctrl-C. Confined to one thread. */
@Command(name = "run", description = "Run the server in the foreground; Ctrl-C or SIGTERM ends it.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--no-link",
            description = "Do not print the link that makes the first admin, for output that others may read.")
    private boolean noLink;

    @Override
    public Integer call() throws Trouble, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Ratatosk ratatosk = Ratatosk.open(place.config(), place.file());
        Runtime.getRuntime().addShutdownHook(new Thread(ratatosk::close, "end"));
        ratatosk.describe(!noLink).forEach(out::println);
        long began = ManagementFactory.getRuntimeMXBean().getStartTime();
        out.println("Ready in " + (System.currentTimeMillis() - began) + " ms.");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
