package org.ratatosk.app.check;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.ratatosk.app.cms.Elsewhere;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.web.page.Lookout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checks of the terminal for the console. Thread-safe. */
public final class Outlook implements Lookout {
    private static final Logger LOG = LoggerFactory.getLogger(Outlook.class);
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final Duration UNUSED = Duration.ofMinutes(1);
    private final AppConfig config;
    private final Path settings;
    private final Background<World> world;
    private final Check cms;

    /**
     * For a server that runs.
     *
     * @param settings the file of the configuration
     */
    public Outlook(AppConfig config, Path settings, InstantSource clock) {
        this.config = config;
        this.settings = settings;
        this.world = new Background<>(() -> world(config, clock), FRESH, clock, Outlook::inThread);
        this.cms = new CmsCheck((all, one) -> Elsewhere.cms(all, one, clock));
    }

    private static void inThread(Runnable look) {
        Thread thread = new Thread(look, "outlook");
        thread.setDaemon(true);
        thread.start();
    }

    private static World world(AppConfig config, InstantSource clock) {
        Check domains = Checks.ofDomains();
        Check certificates = Checks.ofCertificates(clock);
        return new World(look(domains, config), look(certificates, config), clock.instant());
    }

    @Override
    public Optional<World> world(Duration patience) {
        return world.newest(patience);
    }

    @Override
    public Optional<Website> website() {
        return config.cms()
                .map(set -> new Website(
                        set.url(), SiteKey.read(set.key()).map(SiteKey::id).orElse("")));
    }

    /** Whether it may be inside the house is a setting, and not asked of whoever uses the console. */
    @Override
    public Lookout.Finding ask(String url, SiteKey key) {
        boolean own = config.cms().map(CmsConfig::allowPrivate).orElse(false);
        CmsConfig asked = new CmsConfig("contract", url, key.written(), UNUSED, own, CmsConfig.Accounts.OWN);
        return look(cms, config.withCms(asked)).get(0);
    }

    @Override
    public String settings() {
        return settings.toAbsolutePath().normalize().toString();
    }

    /** A page is shown whatever happens. */
    private static List<Lookout.Finding> look(Check check, AppConfig config) {
        try {
            return check.look(config).stream()
                    .map(found -> new Lookout.Finding(
                            Lookout.Finding.Mark.valueOf(found.mark().name()), found.text(), found.advice()))
                    .toList();
        } catch (RuntimeException e) {
            LOG.warn("It could not be looked at", e);
            return List.of(new Lookout.Finding(
                    Lookout.Finding.Mark.OPEN, "This could not be looked at.", "The server's log says why."));
        }
    }
}
