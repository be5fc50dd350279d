package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ratatosk.server.config.ComponentsConfig;
import org.ratatosk.server.config.ComponentsConfig.Access;
import org.ratatosk.server.config.ListenAddress;

/** The settings of external components. */
class ComponentSettingsTest {
    private static final String SECRET = "nuts in the hollow oak";

    private static ComponentsConfig read(String components) throws ConfigProblems {
        StrictReader reader = StrictReader.of("components { " + components + " }");
        ComponentsConfig read = ComponentSettings.read(reader, List.of("example.org", "chat.example.org"));
        reader.finish();
        return read;
    }

    @Test
    void nothingListensUnlessThereIsAComponent() throws ConfigProblems {
        assertThat(read("").addresses()).isEmpty();
        assertThat(read("domains { \"echo.example.org\" { secret = \"" + SECRET + "\" } }")
                        .addresses())
                .containsExactly(new ListenAddress("127.0.0.1", 5347));
    }

    @Test
    void readsWhoMayConnect() throws ConfigProblems {
        assertThat(read("listen = [\"[::1]:5347\"], domains { \"Echo.Example.org\" { secret = \"" + SECRET
                        + "\", connections = 3 }, \"rooms.chat.example.org\" { secret = \"" + SECRET + "\" } }"))
                .isEqualTo(new ComponentsConfig(
                        List.of(new ListenAddress("::1", 5347)),
                        false,
                        Map.of(
                                "echo.example.org",
                                new Access(SECRET, 3),
                                "rooms.chat.example.org",
                                new Access(SECRET, 1))));
    }

    @ParameterizedTest
    @CsvSource({
        "chat.example.org,is one of the server's own",
        "example.org,is one of the server's own",
        "echo.example.net,is not below one of the server's",
        "xexample.org,is not below one of the server's"
    })
    void refusesDomainsThatAComponentCannotHave(String domain, String words) {
        assertThatThrownBy(() -> read("domains { \"" + domain + "\" { secret = \"" + SECRET + "\" } }"))
                .hasMessageContaining("components.domains names " + domain + ", which " + words);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:5347", "*:5347", "[::]:5347", "192.0.2.1:5347"})
    void listensInTheClearOnThisMachineOnly(String address) throws ConfigProblems {
        assertThatThrownBy(() -> read("listen = [\"" + address + "\"]"))
                .hasMessageContaining("components.listen is refused: " + address + " can be reached from elsewhere")
                .hasMessageContaining("components.allow-network = on");
        assertThat(read("allow-network = on, listen = [\"" + address + "\"]").listen())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "{ secret = tooshortasecret }",
        "{ secret = ${?NOBODY_HAS_SET_THIS} }",
        "{ connections = 1 }",
        "{ secret = aaaaaaaaaaaaaaaaaaaa; password = x }",
        "{ secret = aaaaaaaaaaaaaaaaaaaa; connections = 0 }",
        "aaaaaaaaaaaaaaaaaaaa"
    })
    void refusesWhatIsNoAccessAndKeepsSecretsToItself(String access) {
        assertThatThrownBy(() -> read("domains { \"echo.example.org\" = " + access.replace(';', ',') + " }"))
                .hasMessageContaining("components.domains.\"echo.example.org\" must be")
                .hasMessageNotContaining("tooshortasecret")
                .hasMessageNotContaining("aaaaaaaaaaaaaaaaaaaa");
    }

    @Test
    void aSecretIsNotShown() throws ConfigProblems {
        StrictReader reader = StrictReader.of(
                "domains = [example.org], components.domains { \"echo.example.org\" { secret = \"" + SECRET + "\" } }");
        AppConfig config = AppConfig.read(reader, Path.of("/home"), null);
        assertThat(config.server()
                        .components()
                        .domains()
                        .get("echo.example.org")
                        .secret())
                .isEqualTo(SECRET);
        assertThat(config.toString()).contains("echo.example.org").doesNotContain(SECRET);
    }
}
