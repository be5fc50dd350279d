package org.ratatosk.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ratatosk.bridge.Adapters;
import org.ratatosk.bridge.config.CmsConfig;

/** The settings of a CMS elsewhere. */
final class CmsSettings {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    private CmsSettings() {}

    /** Where the CMS is; empty for the own journal. */
    static Optional<CmsConfig> read(StrictReader reader) {
        String adapter = reader.setting("site.adapter", Adapters.OWN, Kinds.text());
        CmsConfig config = new CmsConfig(
                adapter,
                reader.setting("site.cms.url", "", Kinds.uri(true, "https", "http")),
                reader.setting("site.cms.key", "", Kinds.text()),
                reader.setting("site.cms.poll", Duration.ofSeconds(60), Kinds.duration(LEAST, MOST)),
                reader.setting("site.cms.allow-private", false, Kinds.flag()),
                reader.setting("site.accounts", CmsConfig.Accounts.OWN, Kinds.choice(CmsConfig.Accounts.class)));
        if (adapter.equals(Adapters.OWN)) {
            if (config.accounts() == CmsConfig.Accounts.CMS) {
                reader.problem("site.accounts", "can be cms only with a CMS elsewhere, which site.adapter names");
            }
            return Optional.empty();
        }
        List<String> names = Adapters.names();
        if (!names.contains(adapter)) {
            reader.problem(
                    "site.adapter",
                    "must be one of "
                            + Stream.concat(Stream.of(Adapters.OWN), names.stream())
                                    .collect(Collectors.joining(", ")));
            return Optional.empty();
        }
        if (config.url().isEmpty()) {
            reader.problem("site.cms.url", "must say where the CMS is, since site.adapter is " + adapter);
        } else if (config.url().startsWith("http:") && !config.allowPrivate()) {
            reader.problem(
                    "site.cms.url",
                    "must begin with https:, since keys and words go there; a CMS in your own house may do without if"
                            + " site.cms.allow-private is on");
        }
        Adapters.problem(config).ifPresent(problem -> reader.problem("site.cms.key", problem));
        return Optional.of(config);
    }
}
