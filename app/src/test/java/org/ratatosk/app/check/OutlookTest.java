package org.ratatosk.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.web.page.Lookout.Finding;
import org.ratatosk.web.page.Lookout.Website;
import org.ratatosk.web.page.Lookout.World;

class OutlookTest {
    @TempDir
    Path folder;

    private final SiteKey key = SiteKey.fresh("k1", new SecureRandom());

    @Test
    void whatTheTerminalChecksIsThereForTheConsole() throws Exception {
        Outlook outlook = outlook("");
        World world = outlook.world(Duration.ofMinutes(1)).orElseThrow();
        assertThat(world.domains())
                .singleElement()
                .matches(one -> one.mark() == Finding.Mark.NOTE && one.words().startsWith("localhost is a name"));
        assertThat(world.certificates())
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

    /** Nobody who loads a page again and again has the DNS asked more often, and nobody waits who does not want to. */
    @Test
    void whatIsSlowIsLookedAtInTheBackgroundByOneAtATime() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        AtomicInteger looks = new AtomicInteger();
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Background<Integer> background =
                new Background<>(looks::incrementAndGet, Duration.ofSeconds(15), now::get, tasks::add);
        assertThat(background.newest(Duration.ZERO)).isEmpty();
        now.set(now.get().plusSeconds(60));
        assertThat(background.newest(Duration.ZERO)).isEmpty();
        assertThat(tasks).as("one at a time, however long it takes").hasSize(1);
        tasks.remove().run();
        assertThat(background.newest(Duration.ZERO)).contains(1);
        assertThat(tasks).as("what is known is not fresh").hasSize(1);
        assertThat(background.newest(Duration.ZERO)).as("and told meanwhile").contains(1);
        tasks.remove().run();
        assertThat(background.newest(Duration.ofDays(1))).contains(2);
        now.set(now.get().plusSeconds(14));
        assertThat(background.newest(Duration.ofDays(1))).contains(2);
        assertThat(tasks).isEmpty();
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
