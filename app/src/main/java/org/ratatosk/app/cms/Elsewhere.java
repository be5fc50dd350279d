package org.ratatosk.app.cms;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.Adapters;
import org.ratatosk.bridge.config.CmsConfig;
import org.ratatosk.bridge.remote.RemoteCms;
import org.ratatosk.bridge.remote.RemoteSite;
import org.ratatosk.bridge.remote.Vault;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.dns.AddressFilter;
import org.ratatosk.server.dns.Dns;
import org.ratatosk.server.dns.Hosts;
import org.ratatosk.server.http.Addresses;
import org.ratatosk.server.http.SafeHttp;
import org.ratatosk.server.stream.sasl.ServerSecret;
import org.ratatosk.server.tls.TrustAnchors;

/** The way to a site's CMS, if it is elsewhere. */
public final class Elsewhere {
    private static final Duration QUESTION = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_ANSWER = 8 << 20;

    private Elsewhere() {}

    /** What speaks to the CMS of some settings, by the DNS and the authorities that they name. */
    public static RemoteCms cms(AppConfig config, CmsConfig cms, InstantSource clock) {
        return Adapters.make(cms, http(config, cms), clock);
    }

    /** The same with what else the bridge needs of it. */
    public static RemoteSite site(AppConfig config, CmsConfig cms, InstantSource clock) {
        SafeHttp http = http(config, cms);
        SecureRandom random = new SecureRandom();
        byte[] key = ServerSecret.in(config.server().data(), "cms-credentials.key", random);
        return new RemoteSite(Adapters.make(cms, http, clock), home(cms), http, cms.every(), new Vault(key, random));
    }

    private static String home(CmsConfig cms) {
        URI url = URI.create(cms.url());
        return url.getScheme() + "://" + url.getRawAuthority() + "/";
    }

    private static SafeHttp http(AppConfig config, CmsConfig cms) {
        Addresses open = addresses(config);
        Addresses addresses = cms.allowPrivate()
                ? open.andNamed(Set.of(String.valueOf(URI.create(cms.url()).getHost())))
                : open;
        return new SafeHttp(addresses, anchors(config).client(new SecureRandom()), PATIENCE, MAX_ANSWER);
    }

    /** The public addresses of machines, by the DNS that the settings name. */
    static Addresses addresses(AppConfig config) {
        @Nullable ListenAddress resolver = config.server().federation().resolver();
        Dns dns = new Dns(
                resolver == null ? List.of() : List.of(resolver.socketAddress()),
                Dns.ROOT_ANCHORS,
                QUESTION,
                InstantSource.system(),
                Runnable::run);
        return Addresses.sifted(new Hosts(dns, AddressFilter.closed()));
    }

    /** The authorities that the settings name. */
    static TrustAnchors anchors(AppConfig config) {
        return TrustAnchors.of(config.server().federation().proofs());
    }
}
