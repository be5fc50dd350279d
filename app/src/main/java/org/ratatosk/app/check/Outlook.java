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

/** The checks of the terminal for the console. Immutable. */
public final class Outlook implements Lookout {
    private static final Duration UNUSED = Duration.ofMinutes(1);
    private final AppConfig config;
    private final Path settings;
    private final Check domains;
    private final Check certificates;
    private final Check cms;

    /**
     * For a server that runs.
     *
     * @param settings the file of the configuration
     */
    public Outlook(AppConfig config, Path settings, InstantSource clock) {
        this.config = config;
        this.settings = settings;
        this.domains = Checks.ofDomains();
        this.certificates = Checks.ofCertificates(clock);
        this.cms = new CmsCheck((all, one) -> Elsewhere.cms(all, one, clock));
    }

    @Override
    public List<Lookout.Finding> domains() {
        return look(domains, config);
    }

    @Override
    public List<Lookout.Finding> certificates() {
        return look(certificates, config);
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

    private static List<Lookout.Finding> look(Check check, AppConfig config) {
        return check.look(config).stream()
                .map(found -> new Lookout.Finding(
                        Lookout.Finding.Mark.valueOf(found.mark().name()), found.text(), found.advice()))
                .toList();
    }
}
