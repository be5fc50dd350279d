package org.ratatosk.server.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.route.Feature;

/** Plays all scripts on a server in memory, and shows that each feature's script needs the feature's line. */
class ConversationTest {
    /** Scripts of what no single feature does. */
    private static final Set<String> WHOLE = Set.of("components", "routing");

    /** Scripts of what streams do, which a server in memory has not; they are played over the network. */
    static final Set<String> OF_STREAMS = Set.of("stream-management");

    @TestFactory
    Stream<DynamicTest> scriptsAreKept() {
        return scripts()
                .filter(script -> !OF_STREAMS.contains(name(script)))
                .map(script -> DynamicTest.dynamicTest(name(script), () -> play(script, Features::all)));
    }

    @TestFactory
    Stream<DynamicTest> aScriptFailsWithoutTheLineOfItsFeature() {
        return Features.all(config()).stream()
                .map(ConversationTest::nameOf)
                .filter(name -> !OF_STREAMS.contains(name))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Function<ServerConfig, List<Feature>> without = config -> Features.all(config).stream()
                            .filter(f -> !nameOf(f).equals(name))
                            .toList();
                    assertThatThrownBy(() -> play(folder().resolve(name + ".txt"), without))
                            .hasMessageStartingWith("At the line");
                }));
    }

    @Test
    void eachFeatureHasAScript() {
        Set<String> names =
                Features.all(config()).stream().map(ConversationTest::nameOf).collect(Collectors.toSet());
        names.addAll(WHOLE);
        assertThat(scripts().map(ConversationTest::name).toList()).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void play(Path script, Function<ServerConfig, List<Feature>> features) throws IOException {
        try (EmbeddedPlayer player = new EmbeddedPlayer(config(), features)) {
            Conversation.parse(Files.readString(script)).play(player);
        }
    }

    private static ServerConfig config() {
        return EmbeddedPlayer.config();
    }

    /** {@code EntityTime} has {@code entity-time.txt}. */
    static String nameOf(Feature feature) {
        return feature.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    static String name(Path script) {
        return script.getFileName().toString().replace(".txt", "");
    }

    static Stream<Path> scripts() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder() {
        try {
            return Path.of(ConversationTest.class.getResource("/conversations").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
