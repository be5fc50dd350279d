package org.ratatosk.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that the server can be told. Immutable.
 *
 * @param domains the hosted domains, at least one, in lower case
 * @param data the folder of the database
 * @param tls where keys and certificates are
 * @param starttls where clients connect and then turn on TLS, as {@code 127.0.0.1:5222}; possibly nowhere
 * @param directTls where clients connect with TLS from the first byte (XEP-0368); possibly nowhere
 * @param limits of streams and of accounts
 * @param contacts who answers for the server (XEP-0157)
 * @param registration whether anybody may make an account by XMPP (XEP-0077)
 * @param federation how the servers of other domains are met
 */
public record ServerConfig(
        List<String> domains,
        Path data,
        TlsConfig tls,
        List<ListenAddress> starttls,
        List<ListenAddress> directTls,
        Limits limits,
        Contacts contacts,
        boolean registration,
        FederationConfig federation) {
    /** @throws IllegalArgumentException if there is no domain */
    public ServerConfig {
        domains = List.copyOf(domains);
        starttls = List.copyOf(starttls);
        directTls = List.copyOf(directTls);
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("At least one domain is needed");
        }
    }

    /** Settings of a server that meets no others. */
    public ServerConfig(
            List<String> domains,
            Path data,
            TlsConfig tls,
            List<ListenAddress> starttls,
            List<ListenAddress> directTls,
            Limits limits,
            Contacts contacts,
            boolean registration) {
        this(domains, data, tls, starttls, directTls, limits, contacts, registration, FederationConfig.off());
    }

    /** The names for which certificates are needed, the main domain first. */
    public List<String> certificateNames() {
        return Stream.concat(domains.stream(), tls.moreNames().stream())
                .distinct()
                .toList();
    }

    /** The same settings with other limits. */
    public ServerConfig with(Limits other) {
        return new ServerConfig(domains, data, tls, starttls, directTls, other, contacts, registration, federation);
    }

    /** The same settings with others for TLS. */
    public ServerConfig with(TlsConfig other) {
        return new ServerConfig(domains, data, other, starttls, directTls, limits, contacts, registration, federation);
    }

    /** The same settings with others for the servers of other domains. */
    public ServerConfig with(FederationConfig other) {
        return new ServerConfig(domains, data, tls, starttls, directTls, limits, contacts, registration, other);
    }

    /** The defaults for a data folder, on a free port of the loopback address: what tests and trials start from. */
    public static ServerConfig loopback(Path data, String... domains) {
        return new ServerConfig(
                List.of(domains),
                data,
                new TlsConfig(data.resolve("certs")),
                List.of(new ListenAddress("127.0.0.1", 0)),
                List.of(new ListenAddress("127.0.0.1", 0)),
                Limits.defaults(),
                Contacts.NONE,
                false);
    }
}
