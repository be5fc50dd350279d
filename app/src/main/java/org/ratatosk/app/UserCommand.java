package org.ratatosk.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after accounts. Confined to one thread. */
@Command(name = "user", description = "Look after accounts.", synopsisSubcommandLabel = "add|passwd|list|delete")
final class UserCommand implements Runnable {
    private static final String WHO =
            "The account, as in alice@example.org; alice alone is one of the site's first domain.";

    @Spec
    private final CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What about users? One of: add, passwd, list, delete");
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
    int delete(@Mixin Place place, @Parameters(paramLabel = "JID", description = WHO) String who) throws Trouble {
        return Control.run(place, spec, List.of("user", "delete", who));
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
