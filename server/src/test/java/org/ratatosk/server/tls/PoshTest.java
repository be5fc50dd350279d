package org.ratatosk.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.dns.AddressFilter;
import org.ratatosk.server.dns.Delegation;
import org.ratatosk.server.dns.Dns;
import org.ratatosk.server.dns.Hosts;
import org.ratatosk.server.net.HttpsReader;
import org.ratatosk.server.net.Loops;
import org.ratatosk.server.testing.TestAuthority;
import org.ratatosk.server.testing.TestAuthority.Issued;
import org.ratatosk.server.testing.TestDns;
import org.ratatosk.server.testing.TurnableClock;

/** What websites prove about the certificates of their domains' servers (RFC 7711), over HTTPS on the loopback address. */
@Tag("also-federation")
class PoshTest {
    private static final String PEER = "192.0.2.1";
    private static final String PATH = "/.well-known/posh/xmpp-server.json";

    private final TestDns world = new TestDns();
    private final TurnableClock clock = new TurnableClock(java.time.Instant.now());
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final TestAuthority authority = TestAuthority.root("Websites", clock.instant());
    private final TestAuthority stranger = TestAuthority.root("Stranger", clock.instant());
    private final Issued peer = stranger.issue("whoever.test");
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Loops loops = new Loops(clock);
    private final List<ServerSocket> doors = new ArrayList<>();
    private final List<Socket> taken = new ArrayList<>();
    private final List<HttpsServer> websites = new ArrayList<>();
    private HttpsServer website;

    @BeforeEach
    void open() throws Exception {
        website = website(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        world.add(
                "example.test. 60 IN A 127.0.0.1", "other.test. 60 IN A 127.0.0.1", "unproved.test. 60 IN A 127.0.0.1");
    }

    private HttpsServer website(InetSocketAddress address) throws Exception {
        HttpsServer website = HttpsServer.create(address, 0);
        Issued issued = authority.issue(authority.wish("websites").dns("example.test", "other.test", "late.test"));
        website.setHttpsConfigurator(new HttpsConfigurator(tls(issued)));
        website.setExecutor(pool);
        website.createContext("/", this::answer);
        website.start();
        websites.add(website);
        return website;
    }

    private static SSLContext tls(Issued issued) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry(
                "website",
                issued.keys().getPrivate(),
                new char[0],
                issued.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "");
        String place = host + exchange.getRequestURI();
        asked.add(place);
        String redirect = redirects.get(place);
        String text = documents.get(place);
        if (statuses.containsKey(place)) {
            exchange.sendResponseHeaders(statuses.get(place), -1);
        } else if (redirect != null) {
            exchange.getResponseHeaders().set("Location", redirect);
            exchange.sendResponseHeaders(302, -1);
        } else if (text == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (text.equals("cut")) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        } else if (text.equals("never")) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            byte[] bytes = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    @AfterEach
    void close() throws IOException {
        never.countDown();
        closeDoors();
        websites.forEach(each -> each.stop(0));
        world.close();
        loops.close();
        pool.shutdownNow();
    }

    private Posh posh(AddressFilter filter, Duration patience) {
        return posh(
                new Dns(List.of(world.address()), Dns.ROOT_ANCHORS, Duration.ofSeconds(30), clock, pool),
                filter,
                patience);
    }

    private Posh posh(Dns dns, AddressFilter filter, Duration patience) {
        SSLContext trusting = new TrustAnchors(List.of(authority.certificate())).client(new SecureRandom());
        return new Posh(
                new HttpsReader(
                        new Hosts(dns, filter),
                        trusting,
                        patience,
                        loops,
                        pool,
                        website.getAddress().getPort()),
                clock);
    }

    private final AddressFilter loopback = AddressFilter.allowing(List.of("127.0.0.0/8"));

    private Posh posh() {
        return posh(loopback, Duration.ofSeconds(30));
    }

    private static String hash(String algorithm, Issued issued) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance(algorithm)
                            .digest(issued.own().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String published(Issued issued, String more) {
        return "{\"fingerprints\":[{\"sha-256\":\"" + hash("SHA-256", issued) + "\"}]," + more + "}";
    }

    private Judgement judgement(Posh posh, String domain) {
        return new PeerJudge(
                        new TrustAnchors(List.of(authority.certificate())),
                        any -> CompletableFuture.completedFuture(Delegation.NONE),
                        posh,
                        pool,
                        clock)
                .judge(peer.chain(), domain, PEER)
                .toCompletableFuture()
                .join();
    }

    private boolean proves(Posh posh) {
        Judgement judgement = judgement(posh, "example.test");
        assertThat(judgement.how()).isEqualTo(judgement.proved() ? "POSH" : "");
        return judgement.proved();
    }

    private boolean proves() {
        return proves(posh());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "sha-512"})
    void provesACertificateByItsFingerprint(String algorithm) {
        documents.put(
                "example.test" + PATH,
                "{\"fingerprints\":[{\"" + algorithm + "\":\""
                        + hash(algorithm.toUpperCase(java.util.Locale.ROOT), peer) + "\"}],\"expires\":3600}");
        assertThat(judgement(posh(), "example.test"))
                .isEqualTo(Judgement.by(
                        "POSH", "The website of example.test publishes the fingerprint of its certificate"));
    }

    @Test
    void findsItAmongOthers() {
        documents.put(
                "example.test" + PATH,
                "{\"fingerprints\":[7, {\"md5\":\"x\"}, {\"sha-256\":\"%%\"}, {\"sha-256\":\"AAAA\", \"sha-512\":\""
                        + hash("SHA-512", peer) + "\"}],\"expires\":3600}");
        assertThat(proves()).isTrue();
    }

    @Test
    void anotherFingerprintProvesNothing() {
        documents.put("example.test" + PATH, published(stranger.issue("whoever.test"), "\"expires\":3600"));
        Judgement judgement = judgement(posh(), "example.test");
        assertThat(judgement.proved()).isFalse();
        assertThat(judgement.reason()).contains("CN=Stranger, which is not known here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"expires\":0", "\"expires\":-1", "\"expires\":\"soon\"", "\"other\":1"})
    void mustSayHowLongItHolds(String expires) {
        documents.put("example.test" + PATH, published(peer, expires));
        assertThat(proves()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "\"\"", "{\"fingerprints\":{},\"expires\":1}", "include \"/etc/passwd\""})
    void whatIsNoDocumentProvesNothing(String text) {
        documents.put("example.test" + PATH, text);
        assertThat(proves()).isFalse();
    }

    private boolean provesWith(String more) {
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600," + more));
        return proves();
    }

    private static String nested(int depth) {
        return "\"more\":" + "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void isBoundedInDepth() {
        assertThat(provesWith(nested(7))).isTrue();
        assertThat(provesWith(nested(8))).isFalse();
        assertThat(provesWith(nested(5000))).isFalse();
    }

    @Test
    void bracketsInTextAreNoDepth() {
        String brackets = "\\\\\\\"" + "]".repeat(5000);
        assertThat(provesWith("\"text\":\"" + brackets.replace(']', '[') + "\""))
                .isTrue();
        assertThat(provesWith("\"text\":\"" + brackets + "\"," + nested(7))).isTrue();
        assertThat(provesWith("\"text\":\"" + brackets + "\"," + nested(8))).isFalse();
        assertThat(provesWith("\"text\":\"\"\"\\\"\"\"," + nested(7)))
                .as("three quotes are no JSON")
                .isFalse();
    }

    @Test
    void isBoundedInSize() {
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600") + " ".repeat(60 * 1024));
        assertThat(proves()).isTrue();
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600") + " ".repeat(65 * 1024));
        assertThat(proves()).isFalse();
    }

    @Test
    void waitsOnlySoLong() {
        documents.put("example.test" + PATH, "never");
        assertThat(judgement(posh(loopback, Duration.ofMillis(500)), "example.test"))
                .isEqualTo(away());
    }

    // many at once

    /** A port of an address where TLS never begins, with websites that are there by their names. */
    private ServerSocket silent(String address, String... names) throws IOException {
        ServerSocket door = new ServerSocket();
        doors.add(door);
        door.setReuseAddress(true);
        door.setSoTimeout(30_000);
        door.bind(new InetSocketAddress(
                InetAddress.getByName(address), website.getAddress().getPort()));
        for (String name : names) {
            world.add(name + ". 60 IN A " + address);
        }
        return door;
    }

    private static String[] names(String stem, int count) {
        return IntStream.range(0, count).mapToObj(i -> stem + i + ".test").toArray(String[]::new);
    }

    private List<CompletableFuture<Set<String>>> ask(Posh posh, ServerSocket door, String... names) throws IOException {
        List<CompletableFuture<Set<String>>> asked = new ArrayList<>();
        for (String name : names) {
            asked.add(posh.of(name).toCompletableFuture());
            taken.add(door.accept());
        }
        return asked;
    }

    private void closeDoors() throws IOException {
        for (ServerSocket door : doors) {
            door.close();
        }
        for (Socket each : taken) {
            each.close();
        }
    }

    @Test
    void websitesThatNeverAnswerHoldUpNobody() throws Exception {
        Posh posh = posh();
        for (int i = 2; i <= 6; i++) {
            String[] names = names("silent" + i + "-", 12);
            ask(posh, silent("127.0.0." + i, names), names);
        }
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600"));
        assertThat(proves(posh)).isTrue();
    }

    @Test
    void oneAddressHasOnlySoManyAtOnce() throws Exception {
        Posh posh = posh();
        String[] names = names("silent", 16);
        ServerSocket door = silent("127.0.0.2", names);
        world.add("late.test. 60 IN A 127.0.0.2");
        documents.put("late.test" + PATH, published(peer, "\"expires\":3600"));
        List<CompletableFuture<Set<String>>> asked = ask(posh, door, names);
        assertThat(judgement(posh, "late.test")).isEqualTo(notNow("There is no time to judge its certificate"));

        closeDoors();
        assertThat(asked)
                .allSatisfy(each -> assertThat(each)
                        .failsWithin(Duration.ofMinutes(1))
                        .withThrowableOfType(ExecutionException.class)
                        .withRootCauseInstanceOf(AwayException.class));
        website(new InetSocketAddress(
                InetAddress.getByName("127.0.0.2"), website.getAddress().getPort()));
        assertThat(judgement(posh, "late.test").proved())
                .as("what was refused is not kept")
                .isTrue();
    }

    /** Each address that is dialled has its own count: a dead one before it hides none. */
    @Test
    void anAddressIsCountedWhereverItStands() throws Exception {
        Posh posh = posh();
        String[] names = names("silent", 16);
        ServerSocket door = silent("127.0.0.2", names);
        world.add("late.test. 60 IN A 127.0.0.9", "late.test. 60 IN A 127.0.0.2");
        ask(posh, door, names);
        assertThat(judgement(posh, "late.test")).isEqualTo(notNow("There is no time to judge its certificate"));
        closeDoors();
    }

    /** Section 3.2: a document with fingerprints sends nobody on. */
    @Test
    void fingerprintsWinOverAnotherPlace() {
        documents.put("other.test/posh.json", published(peer, "\"expires\":3600"));
        documents.put(
                "example.test" + PATH,
                "{\"fingerprints\":[],\"url\":\"" + url("other.test/posh.json") + "\",\"expires\":3600}");
        assertThat(proves(posh())).isFalse();
        assertThat(asked).doesNotContain("other.test/posh.json");
    }

    /** That the DNS did not say where the website is says nothing about what is there, and is not kept. */
    @Test
    void aSilentDnsDecidesNothing() throws Exception {
        documents.put("late.test" + PATH, published(peer, "\"expires\":3600"));
        world.keepSilentAbout("late.test.");
        Dns dns = new Dns(List.of(world.address()), Dns.ROOT_ANCHORS, Duration.ofMillis(400), clock, pool);
        assertThat(judgement(posh(dns, loopback, Duration.ofSeconds(30)), "late.test"))
                .isEqualTo(notNow("The DNS did not say in time what proves its certificate"));
    }

    // a website that is not there for a moment

    private static Judgement notNow(String words) {
        return Judgement.notNow("Its certificate is vouched for by CN=Stranger, which is not known here and whose own"
                + " certificate was not shown. " + words);
    }

    private static Judgement away() {
        return notNow("Its website does not answer now");
    }

    /** Nothing was found out, and nothing is kept of that: once the website is there, it proves at once. */
    private void decidesNothingUntil(Posh posh, Runnable there) {
        assertThat(judgement(posh, "example.test")).isEqualTo(away());
        there.run();
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600"));
        assertThat(proves(posh)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void aFailureOfTheWebsiteDecidesNothing(int status) {
        statuses.put("example.test" + PATH, status);
        decidesNothingUntil(posh(), statuses::clear);
    }

    @Test
    void aFailureOfTheOtherPlaceDecidesNothing() {
        delegate("example.test" + PATH, "other.test/posh.json", 3600);
        statuses.put("other.test/posh.json", 503);
        decidesNothingUntil(posh(), statuses::clear);
    }

    @Test
    void anAnswerThatBreaksOffDecidesNothing() {
        documents.put("example.test" + PATH, "cut");
        decidesNothingUntil(posh(), () -> {});
    }

    @Test
    void aWebsiteThatCannotBeReachedDecidesNothing() {
        world.clear();
        world.add("example.test. 0 IN A 127.0.0.7");
        decidesNothingUntil(posh(), this::openWebsiteOfTheMoment);
    }

    private void openWebsiteOfTheMoment() {
        try {
            website(new InetSocketAddress(
                    InetAddress.getByName("127.0.0.7"), website.getAddress().getPort()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aConnectionThatEndsBeforeTlsDecidesNothing() throws Exception {
        ServerSocket door = silent("127.0.0.7", "late.test");
        Posh posh = posh();
        CompletableFuture<Set<String>> asked = ask(posh, door, "late.test").get(0);
        closeDoors();
        assertThat(asked)
                .failsWithin(Duration.ofMinutes(1))
                .withThrowableOfType(ExecutionException.class)
                .withRootCauseInstanceOf(AwayException.class);
        openWebsiteOfTheMoment();
        documents.put("late.test" + PATH, published(peer, "\"expires\":3600"));
        assertThat(judgement(posh, "late.test").proved()).isTrue();
    }

    @Test
    void aFailureOfTheDnsDecidesNothing() {
        world.failAbout("late.test.");
        assertThat(judgement(posh(), "late.test")).isEqualTo(notNow("The DNS cannot say now where its website is"));
    }

    /** What the website does say is a verdict, and is kept. */
    @Test
    void aRealAnswerIsAVerdict() {
        documents.put("unproved.test" + PATH, published(peer, "\"expires\":3600"));
        documents.put("other.test" + PATH, "{");
        Posh posh = posh();
        for (String domain : List.of("example.test", "unproved.test", "other.test", "nowhere.test")) {
            Judgement judgement = judgement(posh, domain);
            assertThat(judgement.proved() || judgement.open()).as(domain).isFalse();
        }
        documents.put("other.test" + PATH, published(peer, "\"expires\":3600"));
        assertThat(judgement(posh, "other.test").proved()).isFalse();
        clock.pass(Duration.ofMinutes(11));
        assertThat(judgement(posh, "other.test").proved()).isTrue();
    }

    // elsewhere

    private String url(String place) {
        return "https://" + place.replaceFirst("/", ":" + website.getAddress().getPort() + "/");
    }

    private void delegate(String from, String to, int expires) {
        documents.put(from, "{\"url\":\"" + url(to) + "\",\"expires\":" + expires + "}");
    }

    @Test
    void goesToOneOtherPlaceAndNoFurther() {
        delegate("example.test" + PATH, "other.test/posh.json", 3600);
        documents.put("other.test/posh.json", published(peer, "\"expires\":3600"));
        assertThat(proves()).isTrue();

        delegate("other.test/posh.json", "other.test/further.json", 3600);
        documents.put("other.test/further.json", published(peer, "\"expires\":3600"));
        assertThat(proves()).isFalse();
        assertThat(asked).doesNotContain("other.test/further.json");
    }

    @Test
    void followsRedirectsThatStayWithHttps() {
        redirects.put("example.test" + PATH, "/elsewhere.json");
        redirects.put("example.test/elsewhere.json", url("other.test/posh.json"));
        documents.put("other.test/posh.json", published(peer, "\"expires\":3600"));
        assertThat(proves()).isTrue();

        redirects.put("example.test/elsewhere.json", url("other.test/posh.json").replace("https:", "http:"));
        assertThat(proves()).isFalse();
        redirects.put("example.test/elsewhere.json", "::no address::");
        assertThat(proves()).isFalse();
        redirects.put("example.test/elsewhere.json", "/elsewhere.json");
        asked.clear();
        assertThat(proves()).isFalse();
        assertThat(asked).hasSize(4);
    }

    @Test
    void delegationMustBeHttpsToo() {
        documents.put(
                "example.test" + PATH,
                "{\"url\":\"" + url("other.test/posh.json").replace("https:", "http:") + "\",\"expires\":60}");
        documents.put("other.test/posh.json", published(peer, "\"expires\":3600"));
        assertThat(proves()).isFalse();
    }

    // who is believed, and who is asked at all

    @Test
    void needsAWebsiteWithAValidCertificateOfItsOwn() {
        documents.put("unproved.test" + PATH, published(peer, "\"expires\":3600"));
        assertThat(judgement(posh(), "unproved.test").proved()).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void neverAsksInsideTheHouse() {
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600"));
        assertThat(proves(posh(AddressFilter.closed(), Duration.ofSeconds(30)))).isFalse();
        assertThat(asked).isEmpty();
    }

    @Test
    void addressesHaveNoWebsite() {
        assertThat(posh().of("[::1]").toCompletableFuture().join()).isEmpty();
        assertThat(world.asked()).isEmpty();
    }

    // what is kept

    @Test
    void keepsWhatItReadAsLongAsThatSays() {
        Posh posh = posh();
        delegate("example.test" + PATH, "other.test/posh.json", 100);
        documents.put("other.test/posh.json", published(peer, "\"expires\":3600"));
        assertThat(proves(posh)).isTrue();
        clock.pass(Duration.ofSeconds(99));
        assertThat(proves(posh)).isTrue();
        assertThat(asked).hasSize(2);
        clock.pass(Duration.ofSeconds(2));
        assertThat(proves(posh)).isTrue();
        assertThat(asked).hasSize(4);
    }

    @Test
    void keepsNothingLongerThanADay() {
        Posh posh = posh();
        documents.put("example.test" + PATH, published(peer, "\"expires\":999999999"));
        assertThat(proves(posh)).isTrue();
        clock.pass(Duration.ofDays(1).plusSeconds(1));
        documents.remove("example.test" + PATH);
        assertThat(proves(posh)).isFalse();
    }

    @Test
    void keepsForAWhileThatThereIsNothing() {
        Posh posh = posh();
        List<Boolean> seen = new ArrayList<>();
        seen.add(proves(posh));
        documents.put("example.test" + PATH, published(peer, "\"expires\":3600"));
        seen.add(proves(posh));
        clock.pass(Duration.ofMinutes(11));
        seen.add(proves(posh));
        assertThat(seen).containsExactly(false, false, true);
    }
}
