package org.ratatosk.bridge;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.remote.ContractCms;
import org.ratatosk.bridge.remote.FeedCms;
import org.ratatosk.bridge.remote.FossilCms;
import org.ratatosk.bridge.remote.MetaWeblogCms;
import org.ratatosk.bridge.remote.MicropubCms;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.WordPressCms;
import org.ratatosk.server.http.SafeHttp;

/** The kinds of CMS that a site can have elsewhere: one file each, one line here. Immutable. */
public final class Adapters {
    /** The name of the CMS that is built in. */
    public static final String OWN = "journal";

    private static final List<Adapter> ALL = List.of(
            new Adapter(
                    "contract",
                    Adapters::unsigned,
                    (config, http, clock) -> new ContractCms("contract", config.url(), key(config), http, clock)),
            new Adapter(
                    "feed",
                    config -> Optional.empty(),
                    (config, http, clock) -> new FeedCms(URI.create(config.url()), http, clock)),
            new Adapter(
                    "wordpress",
                    Adapters::nobody,
                    (config, http, clock) -> new WordPressCms(config.url(), login(config), http, clock)),
            new Adapter(
                    "metaweblog",
                    Adapters::nobody,
                    (config, http, clock) -> new MetaWeblogCms(URI.create(config.url()), login(config), http, clock)),
            new Adapter(
                    "micropub",
                    Adapters::nobody,
                    (config, http, clock) -> new MicropubCms(URI.create(config.url()), login(config), http, clock)),
            new Adapter(
                    "fossil",
                    Adapters::nobody,
                    (config, http, clock) -> new FossilCms(config.url(), login(config), http)));

    /** Makes what speaks to a CMS. */
    private interface Maker {
        RemoteCms make(CmsConfig config, SafeHttp http, InstantSource clock);
    }

    private record Adapter(String name, Function<CmsConfig, Optional<String>> problem, Maker maker) {}

    private Adapters() {}

    /** The names by which the settings know them. */
    public static List<String> names() {
        return ALL.stream().map(Adapter::name).toList();
    }

    /** What is wrong with the key in some settings, in words; empty if nothing is. */
    public static Optional<String> problem(CmsConfig config) {
        return adapter(config).problem().apply(config);
    }

    private static Optional<String> unsigned(CmsConfig config) {
        return SiteKey.read(config.key()).isPresent()
                ? Optional.empty()
                : Optional.of("must be a key as the console shows it, ID:whsec_..., for the adapter \""
                        + config.adapter() + "\"");
    }

    private static Optional<String> nobody(CmsConfig config) {
        return Credential.read(config.key()).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "must be LOGIN:PASSWORD of an account there, for the adapter \"" + config.adapter() + "\"");
    }

    private static Credential login(CmsConfig config) {
        return Credential.read(config.key())
                .orElseThrow(() -> new IllegalArgumentException("site.cms.key is no LOGIN:PASSWORD"));
    }

    /**
     * What speaks to a CMS.
     *
     * @throws IllegalArgumentException if there is no such kind, or its settings are wrong
     */
    public static RemoteCms make(CmsConfig config, SafeHttp http, InstantSource clock) {
        return adapter(config).maker().make(config, http, clock);
    }

    private static Adapter adapter(CmsConfig config) {
        return ALL.stream()
                .filter(one -> one.name().equals(config.adapter()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no adapter " + config.adapter()));
    }

    private static SiteKey key(CmsConfig config) {
        return SiteKey.read(config.key())
                .orElseThrow(() -> new IllegalArgumentException("site.cms.key is no key as the console shows it"));
    }
}
