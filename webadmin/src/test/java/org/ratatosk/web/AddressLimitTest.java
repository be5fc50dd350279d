package org.ratatosk.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One address can neither take all connections nor keep the owner out. */
class AddressLimitTest {
    private static final int MOST = 3;
    private static final String ASK = "GET /static/ratatosk.svg HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private RunningWeb web = new RunningWeb(config -> bounded(config, 50, List.of()));
    private final List<Socket> open = new ArrayList<>();

    private static WebConfig bounded(WebConfig c, int connections, List<String> proxies) {
        return new WebConfig(
                c.https(),
                c.http(),
                c.console(),
                c.metrics(),
                c.consoleHost(),
                proxies,
                c.zone(),
                c.idle(),
                c.absolute(),
                connections,
                MOST);
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        web.close();
    }

    /** The first byte of an answer on a connection of its own, which stays open; -1 if it was closed. */
    private int ask(String door) throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(door).getPort());
        open.add(socket);
        socket.setSoTimeout(20_000);
        try {
            socket.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAndNoMore() throws IOException {
        for (int i = 0; i < MOST; i++) {
            assertThat(ask(web.http())).isEqualTo('H');
        }
        assertThat(ask(web.http())).isEqualTo(-1);
        assertThatThrownBy(() -> web.get(web.https() + "/")).hasCauseInstanceOf(IOException.class);
        assertThat(web.get(web.console() + "/login").statusCode()).isEqualTo(200);
        assertThat(web.get(web.metrics() + "/health").statusCode()).isEqualTo(200);
    }

    @Test
    void thePublicCannotTakeTheConsolesConnections() throws IOException {
        web.close();
        web = new RunningWeb(config -> bounded(config, 2, List.of("127.0.0.1")));
        assertThat(ask(web.http())).isEqualTo('H');
        assertThat(ask(web.http())).isEqualTo('H');
        assertThat(ask(web.console())).isEqualTo('H');
        assertThat(ask(web.metrics())).isEqualTo('H');
    }

    @Test
    void behindAProxyRequestsAreCountedForEachVisitor() throws IOException {
        web.close();
        web = new RunningWeb(config -> bounded(config, 50, List.of("127.0.0.1")));
        for (int i = 0; i < MOST; i++) {
            slowly("203.0.113.5");
        }
        HttpResponse<String> page = from("203.0.113.5");
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(from("203.0.113.6").statusCode()).isEqualTo(200);
        for (Socket socket : open) {
            socket.getOutputStream().write("xx".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(from("203.0.113.5").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> from(String address) {
        return web.get(web.http() + "/login", "X-Forwarded-For", address, "X-Forwarded-Proto", "https");
    }

    /** Begins to post a form; the request is under way once the server has asked for its content. */
    private void slowly(String address) throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(web.http()).getPort());
        open.add(socket);
        socket.setSoTimeout(20_000);
        String head = "POST /login HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address
                + "\r\nX-Forwarded-Proto: https\r\nContent-Type: application/x-www-form-urlencoded"
                + "\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            answer.append((char) socket.getInputStream().read());
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 100");
    }
}
