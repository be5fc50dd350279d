package org.ratatosk.app.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ratatosk.bridge.Adapters;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.remote.RemoteCms.Power;
import org.ratatosk.server.http.SafeHttp;

/** The document on websites says of each adapter just what it can do. */
class WebsitesDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("ratatosk.home")).resolve("docs/websites.md");

    static List<String> names() {
        return Adapters.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void saysWhatItCanDo(String adapter) throws IOException, NoSuchAlgorithmException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `" + adapter + "` |"))
                .toList();
        Set<Power> powers = powers(adapter);
        String expected = powers.equals(EnumSet.allOf(Power.class))
                ? "everything"
                : powers.stream().map(Power::name).collect(Collectors.joining(" "));
        assertThat(rows).singleElement().asString().endsWith("| " + expected + " |");
    }

    private static Set<Power> powers(String adapter) throws NoSuchAlgorithmException {
        String key = adapter.equals("contract") ? "k1:whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" : "romeo:secret";
        SafeHttp nowhere = new SafeHttp(
                host -> List.of(InetAddress.getLoopbackAddress()), SSLContext.getDefault(), Duration.ofSeconds(1), 1);
        CmsConfig config = new CmsConfig(
                adapter, "https://example.org", key, Duration.ofMinutes(1), false, CmsConfig.Accounts.OWN);
        Set<Power> powers =
                Adapters.make(config, nowhere, InstantSource.system()).powers();
        return powers.isEmpty() ? Set.of() : EnumSet.copyOf(powers);
    }
}
