package org.ratatosk.web;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.ratatosk.server.config.ListenAddress;

/**
 * Where the web listens and whom it trusts. Immutable.
 *
 * @param https the public site over TLS
 * @param http the site without TLS: serves on a loopback address and behind trusted proxies, else it only sends browsers to the
 *     site's address
 * @param console the entrance of the console on this machine, with everything else too; loopback addresses only
 * @param metrics further entrances for health and metrics alone: they are on the console's entrance anyway
 * @param consoleHost a host name of its own under which the public site shows the console too, over TLS only; empty for none
 * @param trustedProxies addresses or networks, as in {@code 10.0.0.0/8}, whose X-Forwarded headers are believed
 * @param zone in which times are shown
 * @param idle after which a login on the web ends when it is not used
 * @param absolute after which it ends in any case
 * @param connections open connections to the public site, from all addresses together
 * @param connectionsPerAddress of them from one address, and requests at a time of one address behind a trusted proxy
 */
public record WebConfig(
        List<ListenAddress> https,
        List<ListenAddress> http,
        List<ListenAddress> console,
        List<ListenAddress> metrics,
        String consoleHost,
        List<String> trustedProxies,
        ZoneId zone,
        Duration idle,
        Duration absolute,
        int connections,
        int connectionsPerAddress) {
    /** @throws IllegalArgumentException if the console would stand open, or nothing would listen */
    public WebConfig {
        https = List.copyOf(https);
        http = List.copyOf(http);
        console = List.copyOf(console);
        metrics = List.copyOf(metrics);
        trustedProxies = List.copyOf(trustedProxies);
        for (ListenAddress listen : console) {
            if (!listen.isLoopback()) {
                throw new IllegalArgumentException("The console must not listen on " + listen
                        + ", which others can reach without TLS. Give it a loopback address such as 127.0.0.1:5480, or"
                        + " a host name of its own on the HTTPS address.");
            }
        }
        if (https.isEmpty() && http.isEmpty() && console.isEmpty()) {
            throw new IllegalArgumentException("The web listens nowhere");
        }
    }

    /** HTTPS on 5443 of all addresses, the console on 5480 of this machine. */
    public static WebConfig defaults() {
        return new WebConfig(
                List.of(new ListenAddress("*", 5443)),
                List.of(),
                List.of(new ListenAddress("127.0.0.1", 5480)),
                List.of(),
                "",
                List.of(),
                ZoneId.of("UTC"),
                Duration.ofHours(2),
                Duration.ofHours(12),
                2000,
                100);
    }
}
