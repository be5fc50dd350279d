package org.ratatosk.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line's entry point. Exit codes: 0 done, 1 not done, 2 not understood. Immutable. */
@Command(
        name = "ratatosk",
        description = "A self-hosted XMPP server with a bridge to the website it belongs to.",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            UserCommand.class,
            AdminLinkCommand.class,
            VersionCommand.class,
            HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        chooseLogging(args.length > 0 && args[0].equals("run"));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof Trouble)) {
                        throw failure;
                    }
                    err.println("ratatosk: " + failure.getMessage());
                    return 1;
                })
                .execute(args.length == 0 ? new String[] {"help"} : args);
    }

    /** The owner's own logback.xml counts, unless Java was started with another; short commands say only what is wrong. */
    private static void chooseLogging(boolean server) {
        if (!server && System.getProperty("ratatosk.log") == null) {
            System.setProperty("ratatosk.log", "WARN");
        }
        Path file = Path.of(System.getProperty("ratatosk.home", ""), "etc", "logback.xml");
        if (System.getProperty("logback.configurationFile") == null && Files.isReadable(file)) {
            System.setProperty("logback.configurationFile", file.toString());
        }
    }
}
