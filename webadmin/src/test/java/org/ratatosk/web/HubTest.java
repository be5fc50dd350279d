package org.ratatosk.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.remote.Subscriber;

/** What a hub of the web asks and tells at the address that it was given. */
class HubTest {
    private final List<String> heard = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningWeb web = new RunningWeb();

    @BeforeEach
    void subscribe() {
        web.bridge.subscriber = new Known();
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private final class Known implements Subscriber {
        @Override
        public Optional<String> confirm(String name, Map<String, String> asked) {
            return Optional.ofNullable(asked.get("hub.challenge"))
                    .filter(challenge -> "https://a.example/?b=c&d".equals(asked.get("hub.topic")));
        }

        @Override
        public boolean knows(String name) {
            return name.equals("so-secret_1");
        }

        @Override
        public synchronized void hear(String name, String signature, byte[] body) {
            heard.add(signature + " " + new String(body, UTF_8));
        }
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(web.http() + Subscriber.PATH + path))
                .header("X-Hub-Signature", "sha256=00ff")
                .method(method, body)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(String path) throws Exception {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    @Test
    void itsQuestionIsAnsweredInPlainText() throws Exception {
        String question = "?hub.topic=https%3A%2F%2Fa.example%2F%3Fb%3Dc%26d&hub.challenge=%3Cb%3E1%2B1";
        HttpResponse<String> answer = ask("so-secret_1" + question);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("<b>1+1");
        assertThat(answer.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
        assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(ask("another" + question).statusCode()).isEqualTo(404);
        assertThat(ask("so-secret_1?hub.challenge=1").statusCode()).isEqualTo(404);
        assertThat(ask("so-secret_1?hub.topic=%ff").statusCode()).isEqualTo(404);
    }

    @Test
    void whatItTellsIsHeardWithAndWithoutALength() throws Exception {
        assertThat(send("POST", "so-secret_1", HttpRequest.BodyPublishers.ofString("one"))
                        .statusCode())
                .isEqualTo(202);
        byte[] two = "two".getBytes(UTF_8);
        assertThat(send(
                                "POST",
                                "so-secret_1",
                                HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(two)))
                        .statusCode())
                .isEqualTo(202);
        assertThat(heard).containsExactly("sha256=00ff one", "sha256=00ff two");
    }

    @Test
    void whatIsTooLargeOrForNobodyIsNotRead() throws Exception {
        // Whoever sends all of it without waiting may be cut off before the answer is read.
        URI place = URI.create(web.http() + Subscriber.PATH + "so-secret_1");
        try (Socket socket = new Socket(place.getHost(), place.getPort())) {
            String head = "POST " + place.getPath() + " HTTP/1.1\r\nHost: " + place.getAuthority()
                    + "\r\nContent-Length: " + ((4 << 20) + 1) + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
                    .isEqualTo("HTTP/1.1 413");
        }
        assertThat(send("POST", "nobody", HttpRequest.BodyPublishers.ofString("x"))
                        .statusCode())
                .isEqualTo(410);
        assertThat(send("DELETE", "so-secret_1", HttpRequest.BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(405);
        assertThat(heard).isEmpty();
    }

    @Test
    void aSiteWithTheJournalHasNoSuchAddress() throws Exception {
        web.bridge.subscriber = null;
        assertThat(send("POST", "so-secret_1", HttpRequest.BodyPublishers.ofString("x"))
                        .statusCode())
                .isEqualTo(404);
    }
}
