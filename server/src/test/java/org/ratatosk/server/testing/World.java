package org.ratatosk.server.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.ratatosk.server.Features;
import org.ratatosk.server.Outside;
import org.ratatosk.server.config.FederationConfig;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.dns.Endpoints;
import org.ratatosk.server.dns.NoWayException;
import org.ratatosk.server.store.memory.MemoryStore;
import org.ratatosk.server.tls.Judge;
import org.ratatosk.server.tls.Judgement;
import org.ratatosk.server.tls.TestCertificates;

/** Servers of several domains that find each other, and believe the certificates that are listed here. Thread-safe. */
public final class World implements AutoCloseable {
    private final Map<String, List<Endpoint>> places = new ConcurrentHashMap<>();
    private final List<X509Certificate> believed = new CopyOnWriteArrayList<>();
    private final List<TestServer> servers = new ArrayList<>();
    private final Endpoints endpoints;
    private final Judge judge;

    /** Servers that find and believe each other as they are told here. */
    public World() {
        endpoints = this::find;
        judge = this::judge;
    }

    /** Servers that judge certificates in another way. */
    public World(Judge judge) {
        this.endpoints = this::find;
        this.judge = judge;
    }

    /** Servers that find others in another way. */
    public World(Endpoints endpoints) {
        this.endpoints = endpoints;
        this.judge = this::judge;
    }

    /** Starts a server that meets others with the defaults, and is found and believed by them. */
    public TestServer serve(String... domains) {
        return serve(config -> config, domains);
    }

    /** Starts a server that meets others, and is found and believed by them. */
    public TestServer serve(UnaryOperator<FederationConfig> change, String... domains) {
        TestServer server = start(change, domains);
        for (String domain : domains) {
            place(domain, server.server().serverStarttls().get(0), false);
        }
        believe(server);
        return server;
    }

    /** Starts a server that nobody finds or believes. */
    public TestServer start(UnaryOperator<FederationConfig> change, String... domains) {
        return start(change, config -> config, domains);
    }

    /** Starts a server that nobody finds or believes, with other settings changed too. */
    public TestServer start(
            UnaryOperator<FederationConfig> change, UnaryOperator<ServerConfig> more, String... domains) {
        ListenAddress any = new ListenAddress("127.0.0.1", 0);
        FederationConfig off = FederationConfig.off();
        FederationConfig on = new FederationConfig(
                true,
                List.of(any),
                List.of(any),
                Security.SECURE,
                Map.of(),
                List.of(),
                Map.of(),
                null,
                true,
                off.proofs(),
                off.bounds());
        UnaryOperator<ServerConfig> config = usual -> more.apply(new ServerConfig(
                        List.of(domains),
                        usual.data(),
                        usual.tls(),
                        usual.starttls(),
                        usual.directTls(),
                        usual.limits(),
                        usual.contacts(),
                        usual.registration())
                .with(change.apply(on)));
        Function<ServerConfig, List<org.ratatosk.server.route.Feature>> features = Features::all;
        TestServer server = new TestServer(config, features, new MemoryStore(), new Outside(endpoints, judge));
        servers.add(server);
        return server;
    }

    /** The same settings with another security for all domains. */
    public static UnaryOperator<FederationConfig> security(Security security) {
        return config -> new FederationConfig(
                config.enabled(),
                config.starttls(),
                config.directTls(),
                security,
                config.domains(),
                config.only(),
                config.overrides(),
                config.resolver(),
                config.allowPrivate(),
                config.proofs(),
                config.bounds());
    }

    /** The same settings with another security for one domain. */
    public static UnaryOperator<FederationConfig> security(String domain, Security security) {
        return config -> new FederationConfig(
                config.enabled(),
                config.starttls(),
                config.directTls(),
                config.security(),
                Map.of(domain, security),
                config.only(),
                config.overrides(),
                config.resolver(),
                config.allowPrivate(),
                config.proofs(),
                config.bounds());
    }

    /** The same settings with other bounds. */
    public static UnaryOperator<FederationConfig> bounds(UnaryOperator<FederationConfig.Bounds> change) {
        return config -> new FederationConfig(
                config.enabled(),
                config.starttls(),
                config.directTls(),
                config.security(),
                config.domains(),
                config.only(),
                config.overrides(),
                config.resolver(),
                config.allowPrivate(),
                config.proofs(),
                change.apply(config.bounds()));
    }

    /** Says where a domain is. */
    public void place(String domain, InetSocketAddress address, boolean directTls) {
        place(domain, List.of(new Endpoint(0, domain, address.getAddress(), address.getPort(), directTls)));
    }

    /** Says where a domain is, the first place first. */
    public void place(String domain, List<Endpoint> found) {
        places.put(domain, List.copyOf(found));
    }

    /** Nobody finds a domain any more. */
    public void hide(String domain) {
        places.remove(domain);
    }

    /** Lets everybody believe the certificates that a server has made. */
    public void believe(TestServer server) {
        believed.add(TestCertificates.read(server.authority()));
    }

    private CompletionStage<List<Endpoint>> find(String domain) {
        List<Endpoint> found = places.get(domain);
        return found == null
                ? CompletableFuture.failedStage(NoWayException.forGood("There is no domain " + domain))
                : CompletableFuture.completedStage(found);
    }

    private CompletionStage<Judgement> judge(List<X509Certificate> chain, String domain, String peer) {
        return CompletableFuture.completedStage(judged(chain, domain));
    }

    private Judgement judged(List<X509Certificate> chain, String domain) {
        if (chain.isEmpty()) {
            return Judgement.no("No certificate was shown");
        }
        try {
            boolean named =
                    chain.get(0).getSubjectAlternativeNames().stream().anyMatch(name -> domain.equals(name.get(1)));
            if (!named) {
                return Judgement.no("The certificate is not for " + domain);
            }
        } catch (GeneralSecurityException e) {
            return Judgement.no(String.valueOf(e.getMessage()));
        }
        return believed.stream().anyMatch(authority -> signed(chain.get(0), authority))
                ? Judgement.by("PKIX", "A known authority vouches for it")
                : Judgement.no("Nobody known vouches for it");
    }

    private static boolean signed(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The loopback address with a port that nobody listens on. */
    public static InetSocketAddress nowhere() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public void close() {
        servers.forEach(TestServer::close);
    }
}
