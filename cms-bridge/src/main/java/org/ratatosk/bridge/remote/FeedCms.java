package org.ratatosk.bridge.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A website that does no more than offer a feed. Its posts make alerts; nothing can be written there. The place of reading is what
 * the feed said of its state (RFC 9110 section 13), so that a feed in which nothing is new is not sent again, and who tells of news (W3C WebSub). Thread-safe.
 */
public final class FeedCms implements RemoteCms {
    private static final String ACCEPTED =
            "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8";

    /** Of each of four; the store keeps 2000 characters of all, and some take two. */
    private static final int LONGEST_STATE = 380;

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s;\"]+)");

    private final URI address;
    private final SafeHttp http;
    private final InstantSource clock;
    private final Answers answers;

    /** @param address where the feed is */
    public FeedCms(URI address, SafeHttp http, InstantSource clock) {
        this.address = address;
        this.http = http;
        this.clock = clock;
        this.answers = new Answers(String.valueOf(address.getHost()));
    }

    @Override
    public String name() {
        return "feed";
    }

    @Override
    public Set<Power> powers() {
        return EnumSet.of(Power.CHANGES);
    }

    @Override
    public Changes changes(String cursor) {
        JsonNode state = Json.read(cursor).orElseGet(Json::object);
        Ask ask = ask();
        ask = with(ask, "if-none-match", Json.text(state, "etag"));
        ask = with(ask, "if-modified-since", Json.text(state, "modified"));
        Reply reply = send(ask);
        if (reply.status() == 304) {
            return new Changes(List.of(), cursor, false);
        }
        ObjectNode next = Json.object();
        reply.header("etag").filter(FeedCms::isKept).ifPresent(etag -> next.put("etag", etag));
        reply.header("last-modified").filter(FeedCms::isKept).ifPresent(time -> next.put("modified", time));
        Feed feed = feed(reply);
        hub(reply, feed)
                .ifPresent(hub -> next.put("hub", hub.address().toString())
                        .put("topic", hub.topic().toString()));
        return new Changes(feed.changes(), next.toString(), false);
    }

    /** Section 4 of WebSub: what the answer's headers say wins over the feed. */
    private static Optional<Hub> hub(Reply reply, Feed feed) {
        Optional<URI> hub = HeaderLinks.find(reply, "hub").or(() -> Optional.ofNullable(feed.hub()));
        URI self = HeaderLinks.find(reply, "self")
                .or(() -> Optional.ofNullable(feed.self()))
                .orElse(reply.uri());
        return hub.map(address -> new Hub(address, self))
                .filter(one ->
                        isKept(one.address().toString()) && isKept(one.topic().toString()));
    }

    @Override
    public Optional<Hub> hub(String cursor) {
        JsonNode state = Json.read(cursor).orElseGet(Json::object);
        return Optional.of(Json.text(state, "hub"))
                .filter(address -> !address.isEmpty())
                .map(address -> new Hub(URI.create(address), URI.create(Json.text(state, "topic"))));
    }

    private Ask ask() {
        return Ask.get(address).with("accept", ACCEPTED);
    }

    private static Ask with(Ask ask, String header, String value) {
        return value.isEmpty() ? ask : ask.with(header, value);
    }

    private static boolean isKept(String state) {
        return state.length() <= LONGEST_STATE && state.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private Reply send(Ask ask) {
        try {
            return http.send(ask);
        } catch (IOException e) {
            throw answers.unreachable(e);
        }
    }

    private Feed feed(Reply reply) {
        answers.checked(reply);
        return FeedReader.read(reply.body(), charset(reply), reply.uri(), clock.instant())
                .orElseThrow(() -> answers.strange("what it sends is no feed"));
    }

    private static @Nullable String charset(Reply reply) {
        Matcher named = CHARSET.matcher(reply.header("content-type").orElse(""));
        try {
            return named.find() && Charset.isSupported(named.group(1)) ? named.group(1) : null;
        } catch (IllegalCharsetNameException e) {
            return null;
        }
    }

    @Override
    public List<String> look() {
        Feed feed = feed(send(ask()));
        Optional<String> title = Optional.of(feed.title()).filter(one -> !one.isEmpty());
        return List.of("It is a feed" + title.map(one -> ", \"" + one + "\",").orElse("") + " with "
                + feed.changes().size() + " entries. It tells of posts; nothing can be written there.");
    }
}
