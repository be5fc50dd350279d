package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ratatosk.bridge.cms.Security;

/** Security tests 33 and 39: what is not clearly allowed is not, whatever the address looks like. */
class GateTest {
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void people() {
        web.people();
        web.bridge.publish("alice", "Acorns", "Found seven.", Security.PUBLIC);
    }

    @AfterEach
    void stop() {
        web.close();
    }

    /** Who asks, in the order of the columns: stranger, member, admin of the site, all on the site; then the four at the console. */
    @ParameterizedTest
    @CsvSource({
        // page                         site: stranger member admin   console: stranger member admin other-admin
        "/,                                   200, 200, 200,               200, 200, 200, 200",
        "/~alice,                             200, 200, 200,               200, 200, 200, 200",
        "/posts/101,                          200, 200, 200,               200, 200, 200, 200",
        "/posts/101/feed.atom,                200, 200, 200,               200, 200, 200, 200",
        "/feed.atom,                          200, 200, 200,               200, 200, 200, 200",
        "/~alice/feed.atom,                   200, 200, 200,               200, 200, 200, 200",
        "/login,                              200, 303, 303,               200, 303, 303, 303",
        "/logout,                             303, 303, 303,               303, 303, 303, 303",
        "/me,                                 303, 200, 200,               303, 200, 200, 403",
        "/me/addresses,                       303, 200, 200,               303, 200, 200, 403",
        "/me/subscriptions,                   303, 200, 200,               303, 200, 200, 403",
        "/me/comments,                        303, 200, 200,               303, 200, 200, 403",
        "/me/mail,                            303, 200, 200,               303, 200, 200, 403",
        "/me/password,                        303, 200, 200,               303, 200, 200, 200",
        "/me/devices,                         303, 200, 200,               303, 200, 200, 200",
        "/set-password/x,                     410, 410, 410,               410, 410, 410, 410",
        "/first-admin/x,                      410, 410, 410,               410, 410, 410, 410",
        "/no-mail/x,                          410, 410, 410,               410, 410, 410, 410",
        "/console,                            404, 404, 404,               303, 403, 200, 200",
        "/console/start,                      404, 404, 404,               303, 403, 200, 403",
        "/console/members,                    404, 404, 404,               303, 403, 200, 200",
        "/console/members/alice,              404, 404, 404,               303, 403, 200, 404",
        "/console/sessions,                   404, 404, 404,               303, 403, 200, 200",
        "/console/federation,                 404, 404, 404,               303, 403, 200, 200",
        "/console/identities,                 404, 404, 404,               303, 403, 200, 403",
        "/console/subscriptions,              404, 404, 404,               303, 403, 200, 403",
        "/console/outbox,                     404, 404, 404,               303, 403, 200, 403",
        "/console/trace,                      404, 404, 404,               303, 403, 200, 403",
        "/console/keys,                       404, 404, 404,               303, 403, 200, 403",
        "/health,                             404, 404, 404,               200, 200, 200, 200",
        "/metrics,                            404, 404, 404,               200, 200, 200, 200",
        "/static/ratatosk.css,                200, 200, 200,               200, 200, 200, 200",
        "/setup,                              404, 404, 404,               404, 404, 404, 404",
        "/console/,                           400, 400, 400,               400, 400, 400, 400",
        "/console/nothing,                    404, 404, 404,               404, 404, 404, 404",
        "/Console,                            404, 404, 404,               404, 404, 404, 404",
    })
    void everyPageIsForThoseItIsFor(String path, int s1, int s2, int s3, int c1, int c2, int c3, int c4) {
        assertThat(statuses(web.https(), path)).as("on the site").isEqualTo(List.of(s1, s2, s3));
        List<Integer> console = statuses(web.console(), path);
        assertThat(console).as("at the console").isEqualTo(List.of(c1, c2, c3));
        web.login(web.console(), "boss@other.example", RunningWeb.PASSWORD);
        assertThat(web.get(web.console() + path).statusCode())
                .as("for another domain's admin")
                .isEqualTo(c4);
    }

    private List<Integer> statuses(String door, String path) {
        web.cookies.clear();
        int stranger = web.get(door + path).statusCode();
        web.login(door, "alice", RunningWeb.PASSWORD);
        int member = web.get(door + path).statusCode();
        web.login(door, "root", RunningWeb.PASSWORD);
        return List.of(stranger, member, web.get(door + path).statusCode());
    }

    @Test
    void theTableAboveKnowsEveryPage() throws NoSuchMethodException {
        CsvSource table = GateTest.class
                .getDeclaredMethod(
                        "everyPageIsForThoseItIsFor",
                        String.class,
                        int.class,
                        int.class,
                        int.class,
                        int.class,
                        int.class,
                        int.class,
                        int.class)
                .getAnnotation(CsvSource.class);
        Map<String, Boolean> seen = new TreeMap<>();
        for (String pattern : web.web.paths()) {
            String regex = pattern.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/,]+");
            boolean listed = List.of(table.value()).stream()
                    .anyMatch(row -> row.substring(0, row.indexOf(',')).strip().matches(regex));
            seen.put(pattern, listed);
        }
        assertThat(seen).hasSizeGreaterThan(20).doesNotContainValue(false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/setup/setup-s/%u002e%u002e/%u002e%u002e/users",
                "/%2e%2e/console",
                "/x/%2e%2e/console",
                "/x/../console",
                "/./console",
                "/static/..;/console",
                "/..;/console",
                "/static/;/console",
                "//console",
                "/console/",
                "/console//members",
                "/console/%2f",
                "/console%2fmembers",
                "/login/..%5cconsole",
                "/login\\..\\console",
                "/static/../../etc/ratatosk.conf",
                "/static/..%2f..%2fetc%2fratatosk.conf",
                "/static/%252e%252e/%252e%252e/console",
                "/console%00",
                "/console%20",
                "/console;jsessionid=x",
                "/console?x=/../y#z",
                "http://127.0.0.1/console",
                "http://evil.example/console",
                "/%c0%ae%c0%ae/console",
                "console"
            })
    void noAddressGetsAroundTheGate(String target) throws IOException {
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 ")
                .doesNotContain("HTTP/1.1 200")
                .doesNotContain("Dashboard");
        assertThat(answer).containsPattern("^HTTP/1.1 (303|400|403|404|421) ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "get", "CONNECT"})
    void onlyThreeMethodsAreKnown(String method) throws IOException {
        String answer = raw(method + " / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        assertThat(answer).containsPattern("^HTTP/1.1 (400|404|405|501) ").doesNotContain("Acorns");
    }

    @Test
    void anotherMethodInAHeaderIsNotTaken() throws IOException {
        web.login(web.console(), "root", RunningWeb.PASSWORD);
        String cookie = "Cookie: ratatosk=" + web.cookies.get("ratatosk") + "\r\n";
        raw("GET /console/members/alice?action=disable HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + cookie
                + "X-HTTP-Method-Override: POST\r\n\r\n");
        assertThat(web.admin.accounts.values()).allMatch(account -> account.enabled());
    }

    @Test
    void twoHostsOrALyingLengthAreRefused() throws IOException {
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        String smuggled = String.join(
                "\r\n",
                "POST /login HTTP/1.1",
                "Host: 127.0.0.1",
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "",
                "0",
                "",
                "");
        assertThat(raw(smuggled)).startsWith("HTTP/1.1 400 ");
        assertThat(raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    private String raw(String request) throws IOException {
        int port = web.web.consolePort().orElseThrow();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
