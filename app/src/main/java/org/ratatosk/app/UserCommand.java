package org.ratatosk.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after accounts. Confined to one thread. */
@Command(
        name = "user",
        description = "Look after accounts.",
        synopsisSubcommandLabel = "add|passwd|devices|list|delete")
final class UserCommand implements Runnable {
    private static final String WHO =
            "The account, as in alice@example.org; alice alone is one of the site's first domain.";

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "What about users? One of: add, passwd, devices, list, delete");
    }

    @Command(name = "add", description = "Make an account and print a one-time link that sets its password.")
    int add(@Mixin Place place, @Parameters(paramLabel = "JID", description = WHO) String who) throws Trouble {
        return Control.run(place, spec, List.of("user", "add", who));
    }

    @Command(name = "passwd", description = "Print a one-time link that sets a new password.")
    int passwd(
            @Mixin Place place,
            @Parameters(paramLabel = "JID", description = WHO) String who,
            @Option(
                            names = "--stdin",
                            description = "Set the password that stands in the first line of standard input.")
                    boolean stdin)
            throws Trouble, IOException {
        List<String> words = new ArrayList<>(List.of("user", "passwd", who));
        if (stdin) {
            words.add(firstLine());
        }
        return Control.run(place, spec, words);
    }

    @Command(name = "devices", description = "List the app passwords of an account, or revoke one.")
    int devices(
            @Mixin Place place,
            @Parameters(paramLabel = "JID", description = WHO) String who,
            @Option(names = "--revoke", paramLabel = "NAME", description = "Revoke the one of this name.") @Nullable
                    String name)
            throws Trouble {
        return Control.run(
                place, spec, name == null ? List.of("user", "devices", who) : List.of("user", "devices", who, name));
    }

    @Command(name = "list", description = "List the accounts of all domains, or of one.")
    int list(
            @Mixin Place place,
            @Parameters(
                            paramLabel = "DOMAIN",
                            arity = "0..1",
                            defaultValue = "",
                            description = "A domain of this server.")
                    String domain)
            throws Trouble {
        return Control.run(place, spec, domain.isEmpty() ? List.of("user", "list") : List.of("user", "list", domain));
    }

    @Command(name = "delete", description = "Delete an account and all that hangs on it.")
    int delete(
            @Mixin Place place,
            @Parameters(paramLabel = "JID", description = WHO) String who,
            @Option(names = "--yes", description = "Do not ask whether it is meant.") boolean yes)
            throws Trouble {
        if (!yes && !isMeant(place.address(who))) {
            spec.commandLine().getOut().println("Nothing was deleted.");
            return 1;
        }
        return Control.run(place, spec, List.of("user", "delete", who));
    }

    /** There is no console where nobody can type; the launcher has newer versions of Java see it so too. */
    private static boolean isMeant(String address) throws Trouble {
        Console terminal = Optional.ofNullable(System.console())
                .orElseThrow(() -> new Trouble("There is no terminal to ask in whether " + address
                        + " is to be deleted. If it is, add --yes."));
        String said = terminal.readLine("Delete the account %s and all that hangs on it? (y/N) ", address);
        return said != null && said.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private static String firstLine() throws IOException, Trouble {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = in.readLine();
        if (line == null || line.isEmpty()) {
            throw new Trouble("There is no password in the first line of standard input.");
        }
        return line;
    }
}
