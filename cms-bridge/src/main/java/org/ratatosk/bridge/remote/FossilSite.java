package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.remote.RemoteCms.Credential;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a Fossil's forum is asked: logins by its JSON interface, forms as its pages have them, artifacts as they are. Thread-safe. */
final class FossilSite {
    private static final int MOST_KEPT = 10_000;
    private static final Pattern WRITTEN = Pattern.compile("/forumpost/([0-9a-f]{6,64})");
    private static final Pattern NAMED = Pattern.compile("/info/([0-9a-f]{40,64})$");

    private final String base;
    private final SafeHttp http;
    private final Answers answers;
    private final Map<Credential, String> cookies = new ConcurrentHashMap<>();

    /** Versions of posts by their names; an artifact never changes. */
    private final Map<String, FossilPost> posts = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FossilPost> eldest) {
            return size() > MOST_KEPT;
        }
    });

    FossilSite(String base, SafeHttp http) {
        this.base = base;
        this.http = http;
        this.answers = new Answers(String.valueOf(URI.create(base).getHost()));
    }

    Answers answers() {
        return answers;
    }

    private Reply send(Ask ask) {
        try {
            return http.send(ask);
        } catch (IOException e) {
            throw answers.unreachable(e);
        }
    }

    /** Logs in; empty if name or password are wrong. */
    Optional<String> login(Credential as) {
        ObjectNode asked = Json.object();
        asked.putObject("payload").put("name", as.user()).put("password", as.password());
        JsonNode answer = answers.json(send(Ask.json("POST", URI.create(base + "/json/login"), asked.toString())));
        JsonNode payload = answer.path("payload");
        String token = Json.text(payload, "authToken");
        if (token.isEmpty() && Json.text(answer, "resultCode").isEmpty()) {
            throw answers.strange("it has no JSON interface by which one logs in");
        }
        if (token.isEmpty() || !Json.text(payload, "name").equals(as.user())) {
            return Optional.empty();
        }
        String cookie = Json.text(payload, "loginCookieName") + "=" + token;
        cookies.put(as, cookie);
        return Optional.of(cookie);
    }

    private String cookie(Credential as) {
        String known = cookies.get(as);
        return known != null ? known : login(as).orElseThrow(() -> answers.refused(401, "", Optional.empty()));
    }

    /** Asks as somebody; whose login has ended logs in once more. */
    private Reply send(Credential as, Ask ask) {
        Reply reply = send(ask.with("cookie", cookie(as)));
        if (!isLogin(reply)) {
            return reply;
        }
        cookies.remove(as);
        return send(ask.with("cookie", cookie(as)));
    }

    private static boolean isLogin(Reply reply) {
        return reply.header("location").filter(to -> to.contains("/login?")).isPresent();
    }

    /**
     * Sends a form of the forum.
     *
     * @return the name of what was written
     */
    FossilPost write(Credential as, String page, Map<String, String> fields) {
        StringBuilder form = new StringBuilder("submit=Submit&mimetype=text%2Fplain");
        fields.forEach(
                (name, value) -> form.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8)));
        URI uri = URI.create(base + page);
        Reply reply = send(
                as,
                Ask.of("POST", uri, form.toString().getBytes(UTF_8))
                        .with("content-type", "application/x-www-form-urlencoded")
                        .with("referer", uri.toString()));
        if (isLogin(reply)) {
            throw answers.refused(403, "", Optional.empty());
        }
        Matcher written = WRITTEN.matcher(reply.header("location").orElse(""));
        if (!written.find()) {
            answers.checked(reply);
            throw answers.refused(422, "", Optional.empty());
        }
        return post(as, written.group(1)).orElseThrow(() -> answers.strange("what it has written is not there"));
    }

    /** A version of a post by the begin of its name; empty if it is none. */
    Optional<FossilPost> post(Credential as, String name) {
        FossilPost known = posts.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!name.matches("[0-9a-f]{6,64}")) {
            return Optional.empty();
        }
        Reply reply = send(as, Ask.of("GET", URI.create(base + "/raw/" + name), new byte[0]));
        if (reply.status() == 404 || reply.status() == 302) {
            return Optional.empty();
        }
        answers.checked(reply);
        Optional<FossilPost> post = FossilPost.read(name, reply.body());
        post.ifPresent(one -> posts.put(one.hash(), one));
        return post;
    }

    /** The names of the latest versions of posts, the newest first. */
    List<String> latest(Credential as, int most) {
        Reply reply = send(as, Ask.of("GET", URI.create(base + "/timeline.rss?y=f&n=" + most), new byte[0]));
        answers.checked(reply);
        List<String> names = new ArrayList<>();
        Jsoup.parse(reply.text(), "", Parser.xmlParser()).select("item > guid").forEach(guid -> {
            Matcher name = NAMED.matcher(guid.text());
            if (name.find()) {
                names.add(name.group(1));
            }
        });
        return names;
    }

    /** The first version of a post that is there, by which it is known for life. */
    FossilPost first(Credential as, FossilPost version) {
        FossilPost first = version;
        @Nullable String before = first.before();
        while (before != null) {
            Optional<FossilPost> earlier = post(as, before);
            first = earlier.orElse(first);
            before = earlier.map(FossilPost::before).orElse(null);
        }
        return first;
    }

    String link(String hash) {
        return base + "/forumpost/" + hash.substring(0, 16);
    }
}
