package org.ratatosk.app.check;

import java.util.List;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.ListenAddress;

/**
 * A kind of SRV records (RFC 6120 section 3.2, XEP-0368). Immutable.
 *
 * @param label what stands before the domain
 * @param seekers who looks for it
 * @param setting which says where this server listens for them
 * @param listen where that is; empty if nowhere
 * @param fallback the port of the domain's own address that they try without a record, or 0 if they try none
 */
record Service(String label, String seekers, String setting, List<ListenAddress> listen, int fallback) {
    static List<Service> forClients(AppConfig config) {
        return List.of(
                new Service(
                        "_xmpp-client._tcp.",
                        "clients",
                        "listen.starttls",
                        config.server().starttls(),
                        5222),
                new Service(
                        "_xmpps-client._tcp.",
                        "clients",
                        "listen.direct-tls",
                        config.server().directTls(),
                        0));
    }

    static List<Service> forServers(AppConfig config) {
        FederationConfig others = config.server().federation();
        List<ListenAddress> starttls = others.enabled() ? others.starttls() : List.of();
        List<ListenAddress> direct = others.enabled() ? others.directTls() : List.of();
        return List.of(
                new Service("_xmpp-server._tcp.", "other servers", "s2s.starttls", starttls, 5269),
                new Service("_xmpps-server._tcp.", "other servers", "s2s.direct-tls", direct, 0));
    }

    /** Whether this server listens on a port for others than this machine. */
    boolean isOpen(int port) {
        return listen.stream().anyMatch(one -> one.port() == port && !one.isLoopback());
    }

    /** Whether it listens on a port, but for this machine alone. */
    boolean isInner(int port) {
        return !isOpen(port) && listen.stream().anyMatch(one -> one.port() == port);
    }

    /** Whether it listens for this machine alone, or nowhere. */
    boolean isClosed() {
        return listen.stream().allMatch(ListenAddress::isLoopback);
    }

    /** How a port is opened on which it listens for this machine alone. */
    String opened(int port) {
        return "Let " + setting + " say \"*:" + port + "\", or the address of this machine that the DNS leads to.";
    }

    /** The record that leads to a machine. */
    String example(String domain, String host) {
        int port = listen.stream()
                .filter(one -> !one.isLoopback())
                .findFirst()
                .orElse(listen.get(0))
                .port();
        int priority = fallback > 0 ? 10 : 5; // TLS from the first byte comes first
        return label + domain + ". IN SRV " + priority + " 5 " + port + " " + host + ".";
    }
}
