package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code etc/ratatosk.conf} holds every setting, with its default and a sentence, and nothing else. */
class ShippedFileTest {
    private static final Path FILE = Path.of(System.getProperty("ratatosk.home", ".."), "etc", "ratatosk.conf");
    private static final Path HOME = Path.of("/home");

    @Test
    void holdsExactlyTheSettingsThatAreRead() {
        StrictReader reader = StrictReader.of("");
        AppConfig.read(reader, HOME, null);
        Set<String> written = new TreeSet<>();
        file().entrySet().forEach(entry -> written.add(entry.getKey()));
        assertThat(written).isEqualTo(new TreeSet<>(reader.declared().keySet()));
    }

    @Test
    void holdsTheDefaults() throws ConfigProblems {
        assertThat(AppConfig.read(FILE, HOME, null)).isEqualTo(AppConfig.read(StrictReader.of(""), HOME, null));
    }

    @Test
    void saysASentenceAboutEachSetting() {
        file().entrySet().forEach(entry -> {
            String comment = String.join(" ", entry.getValue().origin().comments());
            assertThat(comment.strip()).as(entry.getKey()).matches("[A-Z].*\\.").hasSizeGreaterThan(10);
        });
    }

    private static Config file() {
        return ConfigFactory.parseFile(FILE.toFile());
    }
}
