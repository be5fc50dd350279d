package org.ratatosk.server.conversation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ratatosk.server.Features;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.route.Feature;

/** Plays all scripts over TCP and TLS. */
class NetworkConversationTest {
    @TestFactory
    Stream<DynamicTest> scriptsAreKept() {
        return ConversationTest.scripts()
                .map(script ->
                        DynamicTest.dynamicTest(ConversationTest.name(script), () -> play(script, Features::all)));
    }

    @TestFactory
    Stream<DynamicTest> aScriptOfStreamsFailsWithoutTheLineOfItsFeature() {
        return ConversationTest.OF_STREAMS.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Function<ServerConfig, List<Feature>> without = config -> Features.all(config).stream()
                            .filter(feature -> !ConversationTest.nameOf(feature).equals(name))
                            .toList();
                    Path script = ConversationTest.folder().resolve(name + ".txt");
                    assertThatThrownBy(() -> play(script, without))
                            .isInstanceOf(AssertionError.class)
                            .hasMessageStartingWith("At the line «alice receives exactly: <enabled ");
                }));
    }

    private static void play(Path script, Function<ServerConfig, List<Feature>> features) throws IOException {
        try (NetworkPlayer player = new NetworkPlayer(features)) {
            Conversation.parse(Files.readString(script)).play(player);
        }
    }
}
