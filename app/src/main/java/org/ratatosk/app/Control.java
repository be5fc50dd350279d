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
        Answer answer = answer(place.config(), words);
        if (answer.code() == 0) {
            spec.commandLine().getOut().println(answer.text());
        } else {
            spec.commandLine().getErr().println("ratatosk: " + answer.text());
        }
        return answer.code();
    }

    private static Answer answer(AppConfig config, List<String> words) throws Trouble {
        try {
            Optional<Answer> live =
                    ControlClient.call(DataFolder.socket(config.server().data()), words);
            if (live.isPresent()) {
                return live.get();
            }
        } catch (IOException e) {
            throw new Trouble("The running server cannot be asked: " + Trouble.words(e));
        }
        try (Ratatosk stopped = Ratatosk.behindClosedDoors(config)) {
            return stopped.operations().run(words);
        }
    }
}
