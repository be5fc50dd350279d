package org.ratatosk.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.web.page.Lookout.Finding;
import org.ratatosk.web.page.Lookout.Website;

class OutlookTest {
    @TempDir
    Path folder;

    private final SiteKey key = SiteKey.fresh("k1", new SecureRandom());

    @Test
    void whatTheTerminalChecksIsThereForTheConsole() throws Exception {
        Outlook outlook = outlook("");
        assertThat(outlook.domains())
                .singleElement()
                .matches(one -> one.mark() == Finding.Mark.NOTE && one.words().startsWith("localhost is a name"));
        assertThat(outlook.certificates())
                .singleElement()
                .matches(one -> one.words().startsWith("There are no certificates yet"));
        assertThat(outlook.settings()).isEqualTo(folder.resolve("site.conf").toString());
        assertThat(outlook.website()).isEmpty();
        assertThat(outlook("""
                site.adapter = contract
                site.cms.url = "https://blog.invalid/api"
                site.cms.key = "%s"
                """.formatted(key.written())).website())
                .isEqualTo(Optional.of(new Website("https://blog.invalid/api", "k1")));
    }

    /** The console's test goes into the house only where the settings say so. */
    @Test
    void aTestGoesIntoTheHouseByTheSettingsAlone() throws Exception {
        Finding closed = outlook("").ask("https://127.0.0.1:1", key);
        assertThat(closed.mark()).isEqualTo(Finding.Mark.BAD);
        assertThat(closed.words()).contains("https://127.0.0.1:1");
        assertThat(closed.advice()).contains("site.cms.allow-private = on");
        Finding open = outlook("""
                site.adapter = contract
                site.cms.url = "http://127.0.0.1:1"
                site.cms.allow-private = on
                site.cms.key = "%s"
                """.formatted(key.written())).ask("http://127.0.0.1:1", key);
        assertThat(open.advice()).isEqualTo("Look whether the CMS runs, and whether this machine reaches it.");
    }

    private Outlook outlook(String more) throws Exception {
        Path file = Files.writeString(folder.resolve("site.conf"), more);
        return new Outlook(AppConfig.read(file, folder, folder.resolve("data")), file, InstantSource.system());
    }
}
