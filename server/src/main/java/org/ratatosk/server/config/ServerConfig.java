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
 * @param components which programs take part under a domain of their own (XEP-0114)
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
        FederationConfig federation,
        ComponentsConfig components) {
    /** @throws IllegalArgumentException if there is no domain, or a component has one that it cannot have */
    public ServerConfig {
        domains = List.copyOf(domains);
        starttls = List.copyOf(starttls);
        directTls = List.copyOf(directTls);
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("At least one domain is needed");
        }
        for (String component : components.domains().keySet()) {
            ComponentsConfig.problem(component, domains).ifPresent(words -> {
                throw new IllegalArgumentException(component + " " + words);
            });
        }
    }

    /** Settings of a server that meets no others and has no components. */
    public ServerConfig(
            List<String> domains,
            Path data,
            TlsConfig tls,
            List<ListenAddress> starttls,
            List<ListenAddress> directTls,
            Limits limits,
            Contacts contacts,
            boolean registration) {
        this(
                domains,
                data,
                tls,
                starttls,
                directTls,
                limits,
                contacts,
                registration,
                FederationConfig.off(),
                ComponentsConfig.NONE);
    }

    /** The names for which certificates are needed, the main domain first; other servers want to see those of components. */
    public List<String> certificateNames() {
        Stream<String> met =
                federation.enabled() ? components.domains().keySet().stream().sorted() : Stream.empty();
        return Stream.of(domains.stream(), met, tls.moreNames().stream())
                .flatMap(names -> names)
                .distinct()
                .toList();
    }

    /** The same settings with other limits. */
    public ServerConfig with(Limits other) {
        return new ServerConfig(
                domains, data, tls, starttls, directTls, other, contacts, registration, federation, components);
    }

    /** The same settings with others for TLS. */
    public ServerConfig with(TlsConfig other) {
        return new ServerConfig(
                domains, data, other, starttls, directTls, limits, contacts, registration, federation, components);
    }

    /** The same settings with others for the servers of other domains. */
    public ServerConfig with(FederationConfig other) {
        return new ServerConfig(
                domains, data, tls, starttls, directTls, limits, contacts, registration, other, components);
    }

    /** The same settings with others for components. */
    public ServerConfig with(ComponentsConfig other) {
        return new ServerConfig(
                domains, data, tls, starttls, directTls, limits, contacts, registration, federation, other);
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
