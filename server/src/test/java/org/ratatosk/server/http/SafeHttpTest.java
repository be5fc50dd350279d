package org.ratatosk.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.server.dns.AddressFilter;
import org.ratatosk.server.dns.Dns;
import org.ratatosk.server.dns.Hosts;
import org.ratatosk.server.testing.TestDns;

/** What somebody who names an address can make this server do with it: websites on the loopback address that mean no good. */
class SafeHttpTest {
    private static final int MAX = 10_000;

    private final TestDns world = new TestDns();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch never = new CountDownLatch(1);
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ServerSocket website;
    private int port;

    @BeforeEach
    void open() throws IOException {
        website = new ServerSocket();
        website.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        port = website.getLocalPort();
        pool.execute(() -> {
            while (!website.isClosed()) {
                try {
                    Socket socket = website.accept();
                    pool.execute(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        never.countDown();
        website.close();
        world.close();
        pool.shutdownNow();
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = request(socket.getInputStream());
            asked.add(request);
            String answer = answers.getOrDefault(request.split(" ", 3)[1], "HTTP/1.1 404 No\r\n\r\n");
            OutputStream out = socket.getOutputStream();
            if (answer.equals("drip")) {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n".getBytes(ISO_8859_1));
                while (never.getCount() > 0) {
                    out.write('x');
                    out.flush();
                    if (never.await(20, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } else if (answer.equals("never")) {
                never.await();
            } else {
                out.write(answer.getBytes(UTF_8));
            }
        } catch (IOException e) {
            // whoever asked is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String request(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).contains("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("No request");
            }
            bytes.write(c);
        }
        String head = bytes.toString(ISO_8859_1);
        java.util.regex.Matcher length =
                java.util.regex.Pattern.compile("Content-Length: (\\d+)").matcher(head);
        return length.find() ? head + new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8) : head;
    }

    private static SafeHttp http(Addresses addresses, Duration patience) {
        try {
            return new SafeHttp(addresses, SSLContext.getDefault(), patience, MAX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reaches this machine by whatever name. */
    private SafeHttp anywhere(Duration patience) {
        return http(host -> List.of(InetAddress.getByName("127.0.0.1")), patience);
    }

    private SafeHttp anywhere() {
        return anywhere(Duration.ofSeconds(60));
    }

    private Dns dns() {
        return new Dns(
                List.of(world.address()), Dns.ROOT_ANCHORS, Duration.ofSeconds(30), InstantSource.system(), pool);
    }

    /** As the product is by default. */
    private SafeHttp closed() {
        return http(Addresses.sifted(new Hosts(dns(), AddressFilter.closed())), Duration.ofSeconds(60));
    }

    private URI at(String host, String path) {
        return URI.create("http://" + host + ":" + port + path);
    }

    private void says(String path, String answer) {
        answers.put(path, answer);
    }

    @Test
    void anAnswerIsRead() throws IOException {
        says("/a?b=%20c", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-One:  1 \r\n\r\nh\u00e9lloMORE");
        Reply reply = anywhere().send(Ask.get(at("site.test", "/a?b=%20c")).with("Accept", "text/plain"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("h\u00e9ll");
        assertThat(reply.header("x-one")).contains("1");
        assertThat(asked.get(0))
                .startsWith("GET /a?b=%20c HTTP/1.1\r\nHost: site.test:" + port + "\r\n")
                .contains("\r\nAccept: text/plain\r\n")
                .doesNotContain("Content-Length");
        says(
                "/p",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "4;x=y\r\nWiki\r\n5\r\npedia\r\n0\r\nT: 1\r\n\r\n");
        assertThat(anywhere()
                        .send(Ask.json("POST", at("site.test", "/p"), "{}"))
                        .text())
                .isEqualTo("Wikipedia");
        assertThat(asked.get(1)).contains("Content-Length: 2\r\n").endsWith("\r\n\r\n{}");
        says("/c", "HTTP/1.0 200 OK\r\n\r\nuntil the end");
        assertThat(anywhere().send(Ask.get(at("site.test", "/c"))).text()).isEqualTo("until the end");
        says("/n", "HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(anywhere().send(Ask.get(at("site.test", "/n"))).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "192.168.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "100.64.0.1",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "[fe80::1]",
                "[fd00::1]",
                "[ff02::1]"
            })
    void addressesOfThisHouseAreNotDialled(String host) {
        assertThatThrownBy(() -> closed().send(Ask.get(at(host, "/"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("only if the owner");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "127.0.0.1.", "[fe80::1%25eth0]"})
    void noOtherWayToWriteThemHelps(String host) {
        assertThatThrownBy(() -> closed().send(Ask.get(at(host, "/")))).isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void aNameOfAPrivateAddressIsNotDialled() {
        world.add(
                "loop.test. 60 IN A 127.0.0.1",
                "house.test. 60 IN A 192.168.1.1",
                "six.test. 60 IN AAAA ::1",
                "mapped.test. 60 IN AAAA ::ffff:127.0.0.1");
        for (String host : List.of("loop.test", "house.test", "six.test", "mapped.test")) {
            assertThatThrownBy(() -> closed().send(Ask.get(at(host, "/"))))
                    .as(host)
                    .isInstanceOf(IOException.class);
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void whatTheOwnerNamedIsDialled() throws IOException {
        says("/", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        SafeHttp owned = http(
                Addresses.sifted(new Hosts(dns(), AddressFilter.closed())).andNamed(Set.of("localhost", "127.0.0.1")),
                Duration.ofSeconds(60));
        assertThat(owned.send(Ask.get(at("127.0.0.1", "/"))).text()).isEqualTo("hi");
        assertThat(owned.send(Ask.get(at("LOCALHOST", "/"))).text()).isEqualTo("hi");
        assertThatThrownBy(() -> owned.send(Ask.get(at("127.0.0.2", "/")))).isInstanceOf(IOException.class);
    }

    @Test
    void aRedirectIsJudgedAnew() {
        says("/away", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:" + port + "/secret\r\n\r\n");
        SafeHttp http = http(
                host -> host.equals("site.test")
                        ? List.of(InetAddress.getByName("127.0.0.1"))
                        : Addresses.sifted(new Hosts(dns(), AddressFilter.closed()))
                                .of(host),
                Duration.ofSeconds(60));
        assertThatThrownBy(() -> http.send(Ask.get(at("site.test", "/away"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("loopback");
        assertThat(asked).hasSize(1);
    }

    /** A name that changes between the look and the connection: there is one look for each hop, and its answer is dialled. */
    @Test
    void aNameThatChangesGainsNothing() throws IOException {
        says("/", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        Deque<String> turns = new ArrayDeque<>(List.of("127.0.0.1"));
        SafeHttp http = http(
                host -> List.of(InetAddress.getByName(turns.removeFirst())), // a second look would fail
                Duration.ofSeconds(60));
        assertThat(http.send(Ask.get(at("turning.test", "/"))).text()).isEqualTo("hi");
        assertThat(turns).isEmpty();
    }

    @Test
    void secretsGoToNoOtherHost() throws IOException {
        says("/away", "HTTP/1.1 307 There\r\nLocation: http://other.test:" + port + "/there\r\n\r\n");
        says("/near", "HTTP/1.1 302 There\r\nLocation: /there\r\n\r\n");
        says("/there", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Ask ask = Ask.get(at("site.test", "/away"))
                .with("Authorization", "Basic c2VjcmV0")
                .with("webhook-signature", "v1,secret")
                .with("Accept", "text/html");
        anywhere().send(ask);
        assertThat(asked.get(1)).contains("Host: other.test").contains("Accept: text/html");
        assertThat(asked.get(1).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("authorization")
                .doesNotContain("webhook");
        anywhere().send(new Ask("GET", at("site.test", "/near"), ask.headers(), new byte[0], true));
        assertThat(asked.get(3)).contains("Authorization: Basic c2VjcmV0");
    }

    @Test
    void redirectsEnd() {
        says("/round", "HTTP/1.1 302 Found\r\nLocation: /round\r\n\r\n");
        assertThatThrownBy(() -> anywhere().send(Ask.get(at("site.test", "/round"))))
                .hasMessageContaining("more than 3");
        assertThat(asked).hasSize(4);
        says("/file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n");
        assertThatThrownBy(() -> anywhere().send(Ask.get(at("site.test", "/file"))))
                .isInstanceOf(IOException.class);
        says("/user", "HTTP/1.1 302 Found\r\nLocation: http://a:b@site.test/\r\n\r\n");
        assertThatThrownBy(() -> anywhere().send(Ask.get(at("site.test", "/user"))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsSentIsSentThereOnly() throws IOException {
        says("/write", "HTTP/1.1 307 There\r\nLocation: http://other.test:" + port + "/there\r\n\r\n");
        assertThat(anywhere()
                        .send(Ask.json("POST", at("site.test", "/write"), "{}"))
                        .status())
                .isEqualTo(307);
        assertThat(asked).hasSize(1);
    }

    @Test
    void hugeAnswersAreCutOff() {
        String big = "x".repeat(MAX + 1);
        says("/said", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n" + big);
        says("/unsaid", "HTTP/1.1 200 OK\r\n\r\n" + big);
        says(
                "/chunks",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n" + "x".repeat(4096) + "\r\nfffffff\r\n");
        for (String path : List.of("/said", "/unsaid", "/chunks")) {
            assertThatThrownBy(() -> anywhere().send(Ask.get(at("site.test", path))))
                    .as(path)
                    .hasMessageContaining("larger than");
        }
        says("/line", "HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        says("/headers", "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101) + "\r\n");
        says("/interim", "HTTP/1.1 100 Continue\r\n\r\n".repeat(6));
        says("/both", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
        says("/minus", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n");
        says("/none", "SSH-2.0-OpenSSH\r\n");
        for (String path : List.of("/line", "/headers", "/interim", "/both", "/minus", "/none")) {
            assertThatThrownBy(() -> anywhere().send(Ask.get(at("site.test", path))))
                    .as(path)
                    .hasMessageContaining("does not speak HTTP");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drip", "never"})
    void slowAnswersEnd(String how) {
        says("/slow", how);
        assertThatThrownBy(() -> anywhere(Duration.ofMillis(400)).send(Ask.get(at("site.test", "/slow"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes too long");
    }

    @Test
    void anAnswerThatBreaksOffIsNone() {
        says("/half", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        says("/nothing", "");
        for (String path : List.of("/half", "/nothing")) {
            assertThatThrownBy(() -> anywhere().send(Ask.get(at("site.test", path))))
                    .hasMessageContaining("broke off");
        }
    }

    @Test
    void nothingIsSmuggledIntoARequest() {
        Ask ask = Ask.get(at("site.test", "/"));
        for (Ask bad : List.of(
                ask.with("X", "a\r\nY: b"),
                ask.with("X: y", "a"),
                ask.with("Host", "b"),
                ask.with("content-length", "3"))) {
            assertThatThrownBy(() -> anywhere().send(bad)).hasMessageContaining("cannot be sent");
        }
        for (String strange :
                List.of("ftp://site.test/", "http:/", "http://a:b@site.test/", "/path", "mailto:a@b.test")) {
            assertThatThrownBy(() -> anywhere().send(Ask.get(URI.create(strange))))
                    .as(strange)
                    .hasMessageContaining("no address of a website");
        }
        assertThat(asked).isEmpty();
    }
}
