package org.ratatosk.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.server.conversation.Conversation;

/** Plays all scripts with the bot, and shows that each command's script needs the command's line. */
class BotConversationTest {
    /** Scripts of what no single command does. */
    private static final Set<String> WHOLE = Set.of(
            "answers",
            "buddies",
            "corrections",
            "encrypted",
            "hints",
            "once",
            "presence",
            "reactions",
            "retractions",
            "silence",
            "strangers",
            "suspended");

    @TestFactory
    Stream<DynamicTest> scriptsAreKept() {
        return scripts().map(script -> DynamicTest.dynamicTest(name(script), () -> play(script, Commands::all)));
    }

    @TestFactory
    Stream<DynamicTest> aScriptFailsWithoutTheLineOfItsCommand() {
        return commands().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Function<Commands, List<Command>> without = list -> list.all().stream()
                            .filter(command -> !nameOf(command).equals(name))
                            .toList();
                    assertThatThrownBy(() -> play(folder().resolve(name + ".txt"), without))
                            .hasMessageStartingWith("At the line");
                }));
    }

    @Test
    void eachCommandHasAScript() {
        Set<String> names = new TreeSet<>(commands());
        names.addAll(WHOLE);
        assertThat(scripts().map(BotConversationTest::name)).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void play(Path script, Function<Commands, List<Command>> spoken) throws IOException {
        try (BridgePlayer player = new BridgePlayer(config(), spoken)) {
            Conversation.parse(Files.readString(script)).play(player);
        }
    }

    private static BridgeConfig config() {
        return BridgeConfig.defaults("example.org", "https://example.org");
    }

    private static List<String> commands() {
        return all().stream().map(BotConversationTest::nameOf).toList();
    }

    /** How all commands are written. */
    static List<String> usages() {
        return all().stream().map(Command::usage).toList();
    }

    /** All commands, as a bridge has them that starts. */
    private static List<Command> all() {
        List<Command> found = new ArrayList<>();
        Function<Commands, List<Command>> looking = list -> {
            found.addAll(list.all());
            return list.all();
        };
        new BridgePlayer(config(), looking).close();
        return found;
    }

    private static String nameOf(Command command) {
        return command.names().get(0);
    }

    private static String name(Path script) {
        return script.getFileName().toString().replace(".txt", "");
    }

    private static Stream<Path> scripts() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            return Path.of(
                    BotConversationTest.class.getResource("/conversations/bot").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
