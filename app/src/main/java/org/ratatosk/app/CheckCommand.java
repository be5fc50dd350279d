package org.ratatosk.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ratatosk.app.check.Checks;
import org.ratatosk.app.check.Finding;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.Answer;
import org.ratatosk.app.control.ControlClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at what the server needs around it and says what to do. Confined to one thread. */
@Command(
        name = "check",
        description =
                "Look at configuration, ports, certificates and DNS, and say what to do; or go to another domain.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "Have the running server go to the server of this domain, and tell each step.")
    private @Nullable String domain;

    @Override
    public Integer call() throws Trouble {
        PrintWriter out = spec.commandLine().getOut();
        AppConfig config = place.config();
        return domain == null ? look(out, config, place.file()) : reach(out, config, domain);
    }

    private static int reach(PrintWriter out, AppConfig config, String domain) throws Trouble {
        if (domain.isBlank() || domain.lines().count() != 1) {
            throw new Trouble("--domain wants the name of a domain, as example.net.");
        }
        try {
            Answer answer = ControlClient.call(
                            DataFolder.socket(config.server().data()), List.of("check-domain", domain))
                    .orElseThrow(() ->
                            new Trouble("No server runs on " + config.server().data()
                                    + ", and it is the server that goes to others. Start it with \"" + Main.command()
                                    + " run\", then ask again."));
            out.println(answer.text());
            return answer.code();
        } catch (IOException e) {
            throw new Trouble("The running server cannot be asked: " + Trouble.words(e));
        }
    }

    private static int look(PrintWriter out, AppConfig config, Path file) {
        String read = "The configuration " + file.toAbsolutePath().normalize() + " is understood.";
        out.println(Finding.good(read).line());
        List<Finding> found = new Checks(InstantSource.system(), isRunning(config)).look(config);
        found.forEach(finding -> out.println(finding.line()));
        long bad = count(found, Finding.Mark.BAD);
        long open = count(found, Finding.Mark.OPEN);
        String unknown = open == 0 ? "" : things(open) + " could not be found out";
        if (bad > 0) {
            out.println(things(bad) + (bad == 1 ? " is" : " are") + " to be put right"
                    + (open == 0 ? "." : ", and " + unknown + "."));
        } else {
            out.println(
                    open == 0
                            ? "Nothing stands in the way."
                            : "Nothing is known to stand in the way, but " + unknown + ".");
        }
        return bad + open == 0 ? 0 : 1;
    }

    private static long count(List<Finding> found, Finding.Mark mark) {
        return found.stream().filter(one -> one.mark() == mark).count();
    }

    private static String things(long count) {
        return count == 1 ? "1 thing" : count + " things";
    }

    private static boolean isRunning(AppConfig config) {
        try {
            return ControlClient.call(DataFolder.socket(config.server().data()), List.of("version"))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
