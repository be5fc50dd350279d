package org.ratatosk.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A program of others that wants a terminal, which tmux gives to it. Confined to one thread. */
final class Terminal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Path home;
    private final Path socket;
    private String screen = "";

    private Terminal(Path home) {
        this.home = home;
        this.socket = home.resolve("tmux.sock");
    }

    /** Starts a program in a terminal of its own. */
    static Terminal start(Path home, Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Terminal terminal = new Terminal(home);
        List<String> words = new ArrayList<>(List.of("new-session", "-d", "-s", "trial", "-x", "160", "-y", "50"));
        environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.addAll(List.of(command));
        terminal.tmux(words);
        return terminal;
    }

    /** Types a line. */
    void type(String line) throws IOException, InterruptedException {
        tmux(List.of("send-keys", "-t", "trial", "-l", line));
        tmux(List.of("send-keys", "-t", "trial", "Enter"));
    }

    /** Waits until a text stands on the screen. */
    void await(String text) {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                screen = tmux(List.of("capture-pane", "-p", "-J", "-t", "trial"));
                return screen.contains(text);
            });
        } catch (ConditionTimeoutException e) {
            throw new Unmet("\"" + text + "\" on the screen", screen.strip());
        }
    }

    private String tmux(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-f", "/dev/null", "-S", socket.toString()));
        command.addAll(words);
        return Outside.start(home, Map.of(), command).end();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        tmux(List.of("kill-server"));
    }
}
