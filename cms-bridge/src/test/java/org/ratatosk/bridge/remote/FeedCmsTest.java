package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ratatosk.bridge.remote.RemoteCms.Author;
import org.ratatosk.server.http.SafeHttp;

/** The adapter for feeds, with a website that offers one in Atom. */
class FeedCmsTest extends RemoteCmsContract {
    private static Blog blog;

    /** A website that does no more than offer its posts as a feed, and answers what has changed since. */
    private static final class Blog implements Hand, AutoCloseable {
        private record Entry(String author, String title, String text, Instant published, Instant updated) {}

        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private final List<Integer> statuses = new ArrayList<>();
        private volatile List<String> links = List.of();
        private volatile String head = "";
        private final HttpServer server;

        Blog() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.createContext("/atom.xml", this::answer);
            server.createContext("/page", exchange -> answer(exchange, 200, "<html>No feed</html>"));
            server.start();
        }

        URI at(String path) {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        }

        private synchronized void answer(HttpExchange exchange) throws IOException {
            String state = "\"" + entries.hashCode() + "\"";
            boolean same = state.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            exchange.getResponseHeaders().set("ETag", state);
            exchange.getResponseHeaders().set("Content-Type", "application/atom+xml; charset=utf-8");
            links.forEach(link -> exchange.getResponseHeaders().add("Link", link));
            statuses.add(same ? 304 : 200);
            answer(exchange, same ? 304 : 200, same ? "" : atom());
        }

        private static void answer(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }

        private String atom() {
            StringBuilder atom =
                    new StringBuilder("<feed xmlns='http://www.w3.org/2005/Atom'><title>Bees</title>" + head);
            entries.forEach((id, entry) -> atom.append("<entry><id>" + id + "</id><title>" + entry.title + "</title>"
                    + "<link href='/posts/" + id + "'/><author><name>" + entry.author + "</name></author><published>"
                    + entry.published + "</published><updated>" + entry.updated + "</updated><content>" + entry.text
                    + "</content></entry>"));
            return atom.append("</feed>").toString();
        }

        synchronized List<Integer> statuses() {
            return List.copyOf(statuses);
        }

        @Override
        public synchronized String post(String author, String title, String text) {
            String id = "p" + entries.size();
            entries.put(id, new Entry(author, title, text, Instant.now(), Instant.now()));
            return id;
        }

        @Override
        public synchronized void edit(String post, String text) {
            entries.computeIfPresent(
                    post, (id, was) -> new Entry(was.author, was.title, text, was.published, Instant.now()));
        }

        @Override
        public void delete(String post) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String comment(String author, String post, @Nullable String parent, String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void editComment(String comment, String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void deleteComment(String comment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        blog = new Blog();
    }

    @AfterAll
    static void stop() {
        blog.close();
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() {
        RemoteCms feed = open(site(), Loopback.patient());
        blog.post("romeo", "Kept", "Text");
        RemoteCms.Changes first = feed.changes("");
        assertThat(first.list()).isNotEmpty();
        RemoteCms.Changes second = feed.changes(first.next());
        assertThat(second.list()).isEmpty();
        assertThat(second.next()).isEqualTo(first.next());
        assertThat(blog.statuses()).endsWith(200, 304);
        blog.post("romeo", "New", "Text");
        assertThat(feed.changes(second.next()).list()).isNotEmpty();
    }

    private Optional<Hub> hub() {
        RemoteCms feed = open(site(), Loopback.patient());
        blog.post("romeo", "Another", "Text");
        String cursor = feed.changes("").next();
        assertThat(feed.changes(cursor).next()).as("when nothing is new").isEqualTo(cursor);
        return feed.hub(cursor);
    }

    private static Optional<Hub> hub(String address, String topic) {
        return Optional.of(new Hub(URI.create(address), URI.create(topic)));
    }

    @Test
    void whoTellsOfNewsIsFound() {
        try {
            assertThat(hub()).isEmpty();
            blog.head = "<link rel='hub' href='https://hub.example/?a=1&amp;b=2'/>";
            assertThat(hub()).isEqualTo(hub("https://hub.example/?a=1&b=2", site().toString()));
            blog.head += "<link rel='self' href='https://bees.example/feed'/>";
            assertThat(hub()).isEqualTo(hub("https://hub.example/?a=1&b=2", "https://bees.example/feed"));
            blog.links = List.of("<style.css>; rel=stylesheet, </hub>; title=x; rel=\"other HUB\"", "</feed>;rel=self");
            assertThat(hub())
                    .isEqualTo(hub(blog.at("/hub").toString(), blog.at("/feed").toString()));
            blog.head = "";
            blog.links = List.of("<mailto:a@b.example>; rel=hub", "<http:// >; rel=hub", "<https://x>; rev=hub");
            assertThat(hub()).isEmpty();
            blog.links = List.of("<https://hub.example/" + "x".repeat(400) + ">; rel=hub");
            assertThat(hub()).isEmpty();
        } finally {
            blog.links = List.of();
            blog.head = "";
        }
    }

    @Test
    void aPageThatIsNoFeedIsSaid() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> open(blog.at("/page"), Loopback.patient()).look()))
                .hasMessageContaining("is no feed");
        assertThat(open(site(), Loopback.patient()).look()).first().asString().contains("\"Bees\"");
    }

    @Override
    protected URI site() {
        return blog.at("/atom.xml");
    }

    @Override
    protected RemoteCms open(URI site, SafeHttp http) {
        return new FeedCms(site, http, InstantSource.system());
    }

    @Override
    protected RemoteCms openWrongly(URI site, SafeHttp http) {
        throw new UnsupportedOperationException("a feed has no key");
    }

    @Override
    protected Author author() {
        return Author.member("romeo");
    }

    @Override
    protected Author other() {
        return Author.member("juliet");
    }

    @Override
    protected String password() {
        throw new UnsupportedOperationException("a feed has no passwords");
    }

    @Override
    protected Hand hand() {
        return blog;
    }
}
