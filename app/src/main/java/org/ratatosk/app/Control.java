package org.ratatosk.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.Answer;
import org.ratatosk.app.control.ControlClient;
import picocli.CommandLine.Model.CommandSpec;

/** Has a command done: by the running server, or on the data folder itself when none runs. Immutable. */
final class Control {
    /** What begins with these needs nothing that was kept before. */
    private static final Set<List<String>> FIRST = Set.of(List.of("user", "add"), List.of("admin-link"));

    private Control() {}

    /** Does it and prints the answer; the exit code. */
    static int run(Place place, CommandSpec spec, List<String> words) throws Trouble {
        for (String word : words) {
            if (word.isEmpty() || word.indexOf('\n') >= 0 || word.indexOf('\r') >= 0) {
                throw new Trouble("A word of the command is empty or has several lines.");
            }
        }
        AppConfig config = place.config();
        Optional<Answer> live = live(config, words);
        Answer answer = live.isPresent() ? live.get() : stopped(place, config, words);
        if (answer.code() == 0) {
            spec.commandLine().getOut().println(answer.text());
        } else {
            spec.commandLine().getErr().println("ratatosk: " + answer.text());
        }
        if (live.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("No server runs on %s, so its database was used. Links answer once it runs: %s run"
                            .formatted(config.server().data(), Main.command()));
        }
        return answer.code();
    }

    /** Has it done without a word of it. */
    static Answer ask(Place place, AppConfig config, List<String> words) throws Trouble {
        Optional<Answer> live = live(config, words);
        return live.isPresent() ? live.get() : stopped(place, config, words);
    }

    /** Says so if nothing is kept yet: whoever asks for it has another server in mind. */
    static void checkKept(Place place, AppConfig config) throws Trouble {
        Path data = config.server().data();
        if (!Files.isDirectory(data)) {
            throw new Trouble(
                    "Nothing is kept yet: there is no data folder %s, which %s names.".formatted(data, place.dataFrom())
                            + "\nStart the server once with \"%s run\", or name another with --config or --data."
                                    .formatted(Main.command()));
        }
    }

    private static Optional<Answer> live(AppConfig config, List<String> words) throws Trouble {
        try {
            return ControlClient.call(DataFolder.socket(config.server().data()), words);
        } catch (IOException e) {
            throw new Trouble("The running server cannot be asked: " + Trouble.words(e));
        }
    }

    private static Answer stopped(Place place, AppConfig config, List<String> words) throws Trouble {
        if (FIRST.stream()
                .noneMatch(first ->
                        words.subList(0, Math.min(first.size(), words.size())).equals(first))) {
            checkKept(place, config);
        }
        try (Ratatosk stopped = Ratatosk.behindClosedDoors(config)) {
            return stopped.operations().run(words);
        }
    }
}
