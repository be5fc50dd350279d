package org.ratatosk.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
        written.addAll(settings().keySet());
        assertThat(written).isEqualTo(new TreeSet<>(reader.declared().keySet()));
    }

    @Test
    void holdsTheDefaults() throws ConfigProblems {
        assertThat(AppConfig.read(FILE, HOME, null)).isEqualTo(AppConfig.read(StrictReader.of(""), HOME, null));
    }

    @Test
    void saysASentenceAboutEachSetting() {
        settings().forEach((path, value) -> {
            String comment = String.join(" ", value.origin().comments());
            assertThat(comment.strip()).as(path).matches("[A-Z].*\\.").hasSizeGreaterThan(10);
        });
    }

    /** A group without content is a setting too: single domains could stand in it. */
    private static Map<String, ConfigValue> settings() {
        Map<String, ConfigValue> found = new TreeMap<>();
        gather("", ConfigFactory.parseFile(FILE.toFile()).root(), found);
        return found;
    }

    private static void gather(String prefix, ConfigObject group, Map<String, ConfigValue> found) {
        group.forEach((key, value) -> {
            if (value instanceof ConfigObject inner && !inner.isEmpty()) {
                gather(prefix + key + ".", inner, found);
            } else {
                found.put(prefix + key, value);
            }
        });
    }
}
