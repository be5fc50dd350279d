package org.ratatosk.bridge.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table in docs/alerts.md is what {@link Target} has. Run with {@code -Dratatosk.regenerate=true} to write it anew. */
class AlertsDocumentTest {
    private static final Path PAGE =
            Path.of(System.getProperty("ratatosk.home", "..")).resolve("docs/alerts.md");
    private static final String HEAD =
            "| type | you write | what it is | needs | who | default |\n|---|---|---|---|---|---|\n";

    private static String table() {
        StringBuilder table = new StringBuilder(HEAD);
        for (Target target : Target.values()) {
            table.append("| ").append(target.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            table.append(" | `sub ").append(target.words());
            table.append("` | ").append(target.example());
            table.append(" | ").append(target.argument().words());
            table.append(" | ").append(target.who() == Target.Who.MEMBERS ? "members" : "anybody");
            table.append(" | ").append(target.isGiven() ? "on" : "off").append(" |\n");
        }
        return table.toString();
    }

    @Test
    void theTableIsTheList() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(HEAD);
        int end = page.indexOf("\n\n", begin) + 1;
        assertThat(begin).isPositive();
        if (Boolean.getBoolean("ratatosk.regenerate")) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
        } else {
            assertThat(page.substring(begin, end)).isEqualTo(table());
        }
    }
}
