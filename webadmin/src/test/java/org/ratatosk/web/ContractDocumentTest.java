package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The contract in words, the contract for programs, and what is really asked and answered name the same addresses. */
class ContractDocumentTest {
    private static final Path HOME = Path.of(System.getProperty("ratatosk.home", ".."));
    private static final Path ADAPTER = Path.of("cms-bridge/src/main/java/org/ratatosk/bridge/remote/ContractCms.java");

    private static Set<String> found(Path file, String regex) throws IOException {
        return Pattern.compile(regex, Pattern.MULTILINE)
                .matcher(Files.readString(HOME.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> inWords() throws IOException {
        return found(Path.of("docs/cms-contract.md"), "^\\| `(?:GET|POST|PUT|DELETE) (?:BASE)?(/[a-z0-9/{}]+)` \\|");
    }

    @Test
    void bothDocumentsNameTheSameAddresses() throws IOException {
        assertThat(inWords())
                .hasSizeGreaterThan(5)
                .isEqualTo(found(Path.of("docs/cms-contract.openapi.yaml"), "^  (/[a-z0-9/{}]+):$"));
    }

    @Test
    void whatTheAdapterAsksIsInThem() throws IOException {
        Set<String> asked = found(ADAPTER, "\"(/[a-z/]+)\"");
        Set<String> named = inWords();
        named.removeIf(path -> path.startsWith("/api/"));
        assertThat(asked).isEqualTo(named);
    }

    @Test
    void whatIsAnsweredHereIsInThem() throws IOException {
        try (RunningWeb web = new RunningWeb()) {
            Set<String> answered = new TreeSet<>();
            Endpoints.of(web.bridge).forEach(endpoint -> answered.add(endpoint.path()));
            Set<String> named = inWords();
            named.removeIf(path -> !path.startsWith("/api/"));
            assertThat(answered).isEqualTo(named);
        }
    }
}
