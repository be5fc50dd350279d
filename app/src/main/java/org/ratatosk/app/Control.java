package org.ratatosk.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.app.control.Answer;
import org.ratatosk.app.control.ControlClient;
import picocli.CommandLine.Model.CommandSpec;

/** Has a command done: by the running server, or on the data folder itself when none runs. Immutable. */
final class Control {
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
        Answer answer = live.isPresent() ? live.get() : stopped(config, words);
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
    static Answer ask(AppConfig config, List<String> words) throws Trouble {
        Optional<Answer> live = live(config, words);
        return live.isPresent() ? live.get() : stopped(config, words);
    }

    private static Optional<Answer> live(AppConfig config, List<String> words) throws Trouble {
        try {
            return ControlClient.call(DataFolder.socket(config.server().data()), words);
        } catch (IOException e) {
            throw new Trouble("The running server cannot be asked: " + Trouble.words(e));
        }
    }

    private static Answer stopped(AppConfig config, List<String> words) throws Trouble {
        try (Ratatosk stopped = Ratatosk.behindClosedDoors(config)) {
            return stopped.operations().run(words);
        }
    }
}
