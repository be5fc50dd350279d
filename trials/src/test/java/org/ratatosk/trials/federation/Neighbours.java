package org.ratatosk.trials.federation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smackx.iqregister.AccountManager;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.trials.Authority;
import org.ratatosk.trials.Person;
import org.ratatosk.trials.Product;
import org.ratatosk.trials.Quiet;
import org.ratatosk.trials.Trust;

/**
 * The product and its neighbours, all on this machine, with one authority and one DNS server, whose SRV records are the only thing
 * that tells one where the others are. Confined to one thread, but for {@link #close}.
 */
final class Neighbours implements AutoCloseable {
    /** The product's domain whose certificate is good. */
    static final String HOME = "midgard.example";

    /** The product's domain whose certificate comes from an authority that nobody knows. */
    static final String UNPROVED = "utgard.example";

    /** Another domain of the product, with a certificate as good. */
    static final String HOME_TOO = "asgard.example";

    /** Another domain of the product, with a certificate as bad. */
    static final String UNPROVED_TOO = "jotunheim.example";

    private static final String PASSWORD = "Nine-worlds-and-1-tree";
    private final Path folder;
    private final Surroundings around;
    private final Product product;
    private final List<Peer> peers = new ArrayList<>();
    private final List<Person> people = new ArrayList<>();
    private final Set<String> registered = new HashSet<>();
    private final Thread end = new Thread(this::endProcesses, "end of neighbours");

    /**
     * Prepares the product, which is to be met by STARTTLS; nothing runs yet.
     *
     * @param policy lines for the section {@code s2s} of its configuration
     */
    Neighbours(String policy) throws IOException, GeneralSecurityException {
        this(Road.STARTTLS, policy, "");
    }

    /**
     * Prepares the product; nothing runs yet.
     *
     * @param road on which all meet
     * @param policy lines for the section {@code s2s} of its configuration
     * @param more further lines of its configuration
     * @param gated domains of peers before which there is a gate, open at first
     */
    Neighbours(Road road, String policy, String more, String... gated) throws IOException, GeneralSecurityException {
        Quiet.smack();
        folder = Files.createTempDirectory("neighbours-");
        around = new Surroundings(
                folder, new Authority(folder.resolve("authority.crt")), new TestDns(), road, gates(gated));
        product = new Product(List.of(HOME, HOME_TOO, UNPROVED, UNPROVED_TOO), "");
        product.configure(settings(policy) + more);
        around.authority().issueForBoth(product.certificates(), HOME, HOME);
        around.authority().issueForBoth(product.certificates(), HOME_TOO, HOME_TOO);
        for (String domain : List.of(HOME, HOME_TOO, UNPROVED, UNPROVED_TOO)) {
            around.locate(
                    domain,
                    road.address("127.0.0.1"),
                    road.isDirect() ? product.serverDirectTlsPort() : product.serverStarttlsPort());
        }
        Runtime.getRuntime().addShutdownHook(end);
    }

    private static Map<String, Gate> gates(String... domains) throws IOException {
        Map<String, Gate> gates = new HashMap<>();
        for (String domain : domains) {
            gates.put(domain, new Gate());
        }
        return Map.copyOf(gates);
    }

    private String settings(String policy) {
        String host = around.road() == Road.DIRECT_TLS_BY_IPV6 ? "[::1]" : "127.0.0.1";
        String listen = around.road().isDirect()
                ? "s2s { starttls = [], direct-tls = [\"" + host + ":" + product.serverDirectTlsPort() + "\"] }"
                : "";
        return """
                registration = on
                limits { registrations-per-hour = 1000, new-connections-per-second = 1000 }
                s2s { resolver = "127.0.0.1:%d", allow-private = on, authorities = "%s", %s }
                %s
                """.formatted(
                        around.dns().address().getPort(), around.authority().file(), policy, listen);
    }

    /** Starts the product. */
    Neighbours start() throws IOException, InterruptedException {
        product.start();
        return this;
    }

    /** Starts Prosody too. */
    Neighbours withProsody() throws IOException, GeneralSecurityException {
        return with(new Prosody(around));
    }

    /** Starts ejabberd too. */
    Neighbours withEjabberd() throws IOException, GeneralSecurityException {
        return with(new Ejabberd(around));
    }

    private Neighbours with(Peer peer) throws IOException {
        peers.add(peer);
        peer.start();
        return this;
    }

    Product product() {
        return product;
    }

    Surroundings around() {
        return around;
    }

    List<Peer> peers() {
        return List.copyOf(peers);
    }

    /** The gate before a peer's domain. */
    Gate gate(String domain) {
        return Objects.requireNonNull(around.gates().get(domain), "no gate before " + domain);
    }

    /** Logs somebody in; whoever has no account gets one, as their server gives them to clients. */
    Person login(String jid) throws Exception {
        String domain = jid.substring(jid.indexOf('@') + 1);
        InetSocketAddress place = place(domain);
        Trust trust = trust(domain);
        Person person = registered.add(jid)
                ? Person.register(place, trust, jid, PASSWORD)
                : Person.login(place, trust, jid, PASSWORD, ConcurrentHashMap.newKeySet(), line -> {});
        people.add(person);
        return person;
    }

    /** Deletes an account from its client (XEP-0077); who logs in there afterwards has another one. */
    void delete(Person person) throws Exception {
        try {
            AccountManager.getInstance(person.connection()).deleteAccount();
        } catch (SmackException.NotConnectedException e) {
            // its stream ends with the account, maybe before the answer is read
        }
        registered.remove(person.jid());
        person.vanish();
    }

    private InetSocketAddress place(String domain) {
        for (Peer peer : peers) {
            if (domain.equals(peer.domain()) || domain.equals(peer.oldDomain())) {
                return peer.place();
            }
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), product.starttlsPort());
    }

    private Trust trust(String domain) throws IOException, GeneralSecurityException {
        Path known = around.authority().file();
        if (domain.equals(UNPROVED) || domain.equals(UNPROVED_TOO)) {
            return Trust.in(product.authority());
        }
        return domain.startsWith("old.") ? Trust.in(known).forAnyName() : Trust.in(known);
    }

    /** Logs out whoever is logged in. */
    void allGone() {
        people.forEach(Person::vanish);
        people.clear();
    }

    private void endProcesses() {
        peers.forEach(Peer::close);
        around.gates().values().forEach(Gate::close);
        try {
            product.close();
            around.dns().close();
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            System.err.println("Could not remove " + folder + ": " + e.getMessage());
        }
    }

    /** Ends all and removes what they wrote. */
    @Override
    public void close() {
        allGone();
        endProcesses();
        Runtime.getRuntime().removeShutdownHook(end);
    }
}
