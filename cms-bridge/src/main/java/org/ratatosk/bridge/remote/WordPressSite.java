package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a WordPress is asked by REST: addresses, logins, ids, and what its errors mean. Thread-safe. */
final class WordPressSite {
    private static final Duration FLOOD = Duration.ofSeconds(15);
    private static final Pattern NUMBER = Pattern.compile("[?&][pc]=([0-9]{1,18})$");

    private final String base;
    private final Credential reader;
    private final SafeHttp http;
    private final InstantSource clock;
    private final Answers answers;
    private final Map<Long, String> logins = new ConcurrentHashMap<>();
    private volatile @Nullable String home;
    private volatile Duration ahead = Duration.ZERO;

    WordPressSite(String base, Credential reader, SafeHttp http, InstantSource clock) {
        this.base = base;
        this.reader = reader;
        this.http = http;
        this.clock = clock;
        this.answers = new Answers(String.valueOf(URI.create(base).getHost()));
    }

    /** Who reads: the account of the settings. */
    Credential reader() {
        return reader;
    }

    Answers answers() {
        return answers;
    }

    /** @param query as in {@code per_page=100&page=2}, possibly empty */
    Reply send(String method, @Nullable Credential as, String route, String query, @Nullable ObjectNode body) {
        URI uri = URI.create(base + "/?rest_route=" + route + (query.isEmpty() ? "" : "&" + query));
        Ask ask = body == null ? Ask.of(method, uri, new byte[0]) : Ask.json(method, uri, body.toString());
        try {
            return http.send(as == null ? ask : ask.with("authorization", Answers.basic(as)));
        } catch (IOException e) {
            throw answers.unreachable(e);
        }
    }

    /** What was asked for as the reader; throws if it is not there. */
    JsonNode read(String route, String query) {
        Reply reply = send("GET", reader, route, query, null);
        reply.header("date")
                .flatMap(FeedDates::read)
                .ifPresent(theirs -> ahead = Duration.between(clock.instant(), theirs));
        return answers.json(reply);
    }

    /** What an answer says if all went well; otherwise throws. */
    JsonNode good(Reply reply) {
        if (code(reply).equals("comment_flood")) {
            throw CmsException.later(
                    "The website takes one comment in " + FLOOD.toSeconds() + " seconds. Send your message again then.",
                    Optional.of(FLOOD));
        }
        return answers.json(reply);
    }

    /** What WordPress calls an error, or empty text. */
    static String code(Reply reply) {
        return Json.read(reply.text()).map(error -> Json.text(error, "code")).orElse("");
    }

    /** The time by the website's clock, when it was last read. */
    Instant time() {
        return clock.instant().plus(ahead);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    /** The id by which a post or comment is known for life: permalinks and guids change, this does not. */
    String id(char kind, long number) {
        String known = home;
        if (known == null) {
            known = Json.text(read("/", "_fields=home"), "home").replaceFirst("/+$", "");
            home = known;
        }
        return known + "/?" + kind + "=" + number;
    }

    /** The number in an id of ours. */
    long number(String id) {
        Matcher number = NUMBER.matcher(id);
        if (!number.find()) {
            throw answers.refused(404, "", Optional.empty());
        }
        return Long.parseLong(number.group(1));
    }

    /** The login name of a user, as far as the reader may know it: the name in the addresses of the site. */
    Optional<String> login(long user) {
        if (user == 0) {
            return Optional.empty();
        }
        String known = logins.get(user);
        if (known == null) {
            Reply reply = send("GET", reader, "/wp/v2/users/" + user, "_fields=slug", null);
            if (reply.status() >= 400 && reply.status() < 500) {
                return Optional.empty();
            }
            known = Json.text(answers.json(reply), "slug");
            logins.put(user, known);
        }
        return Optional.of(known);
    }

    /** A member that is an integral number, or zero. */
    static long number(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isIntegralNumber() ? value.longValue() : 0;
    }

    /** A time that names no zone, and is UTC. */
    Instant time(JsonNode node, String name) {
        return FeedDates.read(Json.text(node, name)).orElseGet(clock::instant);
    }

    /** What a person wrote, as plain text. */
    static String plain(JsonNode node, String member) {
        JsonNode field = node.get(member);
        return field == null ? "" : Html.plain(Json.text(field, field.has("raw") ? "raw" : "rendered"));
    }
}
