package org.ratatosk.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ratatosk.server.tls.NativeCurves;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's entry point. Exit codes: 0 done, 1 not done, 2 not understood. Immutable. */
@Command(
        name = "ratatosk",
        description = "A self-hosted XMPP server with a bridge to the website it belongs to.",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            UserCommand.class,
            AdminLinkCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            VersionCommand.class
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        boolean server = args.length > 0 && args[0].equals("run");
        chooseLogging(server);
        if (server) {
            NativeCurves.prefer();
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((wrong, words) -> refuse(wrong, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof Trouble)) {
                        throw failure;
                    }
                    err.println("ratatosk: " + failure.getMessage());
                    return 1;
                })
                .execute(asked(args));
    }

    /** "help run" is another way to say "run --help", and no word at all asks for help too. */
    private static String[] asked(String... words) {
        boolean help = words.length == 0 || words[0].equals("help");
        return help
                ? Stream.concat(Stream.of(words).skip(1), Stream.of("--help")).toArray(String[]::new)
                : words;
    }

    /** Says what is wrong and where to read how it is meant, rather than all of that. */
    private static int refuse(ParameterException wrong, PrintWriter err) {
        String near = "";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> known = unmatched.getSuggestions();
            near = known.isEmpty() ? "" : " Did you mean " + String.join(" or ", known) + "?";
        }
        err.println("ratatosk: " + wrong.getMessage() + near);
        err.println("\"" + command()
                + wrong.getCommandLine().getCommandSpec().qualifiedName().substring("ratatosk".length())
                + " --help\" tells how it is used.");
        return CommandLine.ExitCode.USAGE;
    }

    /** How people call Ratatosk here: its launcher says so. */
    static String command() {
        return System.getProperty("ratatosk.command", "./ratatosk");
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
