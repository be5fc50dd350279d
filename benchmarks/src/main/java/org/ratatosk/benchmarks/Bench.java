package org.ratatosk.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts load on an XMPP server and says what it cost. Confined to one thread. */
@Command(
        name = "./ratatosk bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Puts load on an XMPP server and prints what that cost. The server must offer STARTTLS or direct TLS in version 1.3,"
                        + " and SCRAM-SHA-256, and have no limits that keep one address from bringing all the load.%n",
        subcommands = {Compare.class, Steps.class})
public final class Bench implements Callable<Integer> {
    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "where it listens (${DEFAULT-VALUE})")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "5222",
            description = "its port for clients (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            defaultValue = "localhost",
            description = "the domain of the accounts (${DEFAULT-VALUE})")
    private String domain = "";

    @Option(names = "--direct-tls", description = "TLS begins at once, rather than by STARTTLS")
    private boolean direct;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "certificates to believe, in PEM form; those of Java without it")
    private Optional<Path> authority = Optional.empty();

    @Option(
            names = "--accounts",
            paramLabel = "N",
            defaultValue = Compare.ACCOUNTS,
            description = "how many there are: bench0, bench1 and so on (${DEFAULT-VALUE})")
    private int accounts;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            defaultValue = Compare.PASSWORD,
            description = "that of all of them (${DEFAULT-VALUE})")
    private String password = "";

    @Option(names = "--register", description = "make those that are not there, in band (XEP-0077)")
    private boolean register;

    @Option(names = "--archive", description = "chat while the server archives, and nothing else")
    private boolean archive;

    @Option(
            names = "--bot",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "a Ratatosk's bot, which shall tell of posts too")
    private String bot = "";

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description =
                    "the server's process on this machine, whose processor time and memory are read, with those it started")
    private Optional<Long> pid = Optional.empty();

    @Option(names = "--quick", description = "shorter windows")
    private boolean quick;

    private Bench() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), args));
    }

    static int run(PrintWriter err, String... args) {
        return new CommandLine(new Bench())
                .setErr(err)
                .setParameterExceptionHandler((wrong, words) -> {
                    err.println("bench: " + wrong.getMessage());
                    err.println("\"" + wrong.getCommandLine().getCommandSpec().qualifiedName()
                            + " --help\" tells how it is used.");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.println("bench: " + Reason.of(failure));
                    return 1;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Meter meter = new Meter(pid.map(number -> ProcessHandle.of(number)
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no process " + number + "; --pid names the server's."))));
        Target.Kind kind = direct ? Target.Kind.DIRECT : Target.Kind.STARTTLS;
        Report report = new Report(System.out);
        Plan plan = Plan.of(accounts, quick);
        try (Crowd crowd = new Crowd(new Target(host, port, domain, kind, Tls.context(authority), password))) {
            if (!meter.isReading()) {
                report.say("Without --pid nothing is said of processor time and memory.");
            }
            Load load = new Load(crowd, meter, plan, report);
            load.prepare(register, bot);
            if (archive) {
                new Talk(crowd, new Gauge(meter, crowd.loop()), plan, report).archived();
            } else {
                load.run(bot);
            }
        }
        return report.figures().getOrDefault(Row.LOST, 0.0) == 0 ? 0 : 1;
    }
}
