package org.ratatosk.bridge.remote;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Any CMS that speaks the contract of {@code docs/cms-contract.md}. Thread-safe. */
public final class ContractCms implements RemoteCms {
    private static final int PAGE = 100;

    /** How a CMS says that there is nothing at an address. */
    private static final Set<Integer> WANTS_NONE = Set.of(404, 405, 410, 501);

    private final String name;
    private final String base;
    private final SiteKey key;
    private final Answers answers;
    private final SafeHttp http;
    private final InstantSource clock;

    /**
     * @param name of its kind in the configuration
     * @param base the address at which the CMS answers, without a slash at the end; it may hold a query
     * @param key signs what is asked
     */
    public ContractCms(String name, String base, SiteKey key, SafeHttp http, InstantSource clock) {
        this.name = name;
        this.base = base;
        this.key = key;
        this.http = http;
        this.clock = clock;
        this.answers = new Answers(String.valueOf(URI.create(base).getHost()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<Power> powers() {
        return EnumSet.allOf(Power.class);
    }

    @Override
    public Made publish(Author as, PostDraft draft, String key) {
        return made(post("/posts", as, filled(asked(as, key), draft)));
    }

    @Override
    public Made edit(Author as, String post, PostDraft draft, String key) {
        return made(post("/posts/edit", as, filled(asked(as, key).put("id", post), draft)));
    }

    private static ObjectNode filled(ObjectNode body, PostDraft draft) {
        body.put("title", draft.title())
                .put("text", draft.text())
                .put("visibility", draft.security().name().toLowerCase(Locale.ROOT))
                .put("mood", draft.mood());
        draft.tags().forEach(body.putArray("tags")::add);
        return body;
    }

    @Override
    public void delete(Author as, String post, String key) {
        remove("/posts/delete", as, post, key);
    }

    @Override
    public void deleteComment(Author as, String comment, String key) {
        remove("/comments/delete", as, comment, key);
    }

    private void remove(String path, Author as, String id, String key) {
        Reply reply = post(path, as, asked(as, key).put("id", id));
        if (reply.status() != 404 && reply.status() != 410) {
            answers.checked(reply);
        }
    }

    @Override
    public Made comment(Author as, Remark remark, String key) {
        ObjectNode body = asked(as, key)
                .put("post", remark.post())
                .put("parent", remark.parent())
                .put("text", remark.text())
                .put("hold", remark.held());
        return made(post("/comments", as, body));
    }

    @Override
    public Made editComment(Author as, String comment, String text, String key) {
        return made(post("/comments/edit", as, asked(as, key).put("id", comment).put("text", text)));
    }

    @Override
    public void moderate(Author as, String comment, Verdict verdict, String key) {
        ObjectNode body =
                asked(as, key).put("id", comment).put("verdict", verdict.name().toLowerCase(Locale.ROOT));
        answers.checked(post("/comments/moderate", as, body));
    }

    @Override
    public void like(Author as, Kind kind, String id, boolean likes, String key) {
        ObjectNode body =
                asked(as, key).put(kind.name().toLowerCase(Locale.ROOT), id).put("likes", likes);
        answers.checked(post("/likes", as, body));
    }

    @Override
    public void buddy(Author as, Deed deed, String other, String key) {
        ObjectNode body =
                asked(as, key).put("other", other).put("does", deed.name().toLowerCase(Locale.ROOT));
        answers.checked(post("/buddies", as, body));
    }

    @Override
    public Optional<Changes> buddies(String from) {
        Map<String, String> asked = new LinkedHashMap<>(Map.of("limit", Integer.toString(PAGE)));
        if (!from.isEmpty()) {
            asked.put("after", from);
        }
        Reply reply = send(Ask.of("GET", at("/buddies", asked), new byte[0]));
        if (WANTS_NONE.contains(reply.status())) {
            return Optional.empty();
        }
        JsonNode answer = answers.json(reply);
        JsonNode items = answer.get("items");
        if (items == null || !items.isArray()) {
            throw answers.strange("its answer holds no list of buddies");
        }
        List<Change> ties = new ArrayList<>();
        items.forEach(item -> Activities.read(item).ifPresent(ties::add));
        String next = Json.text(answer, "next");
        return Optional.of(new Changes(ties, next, !next.isEmpty()));
    }

    @Override
    public Optional<Person> checkPassword(String user, String password) {
        ObjectNode body = Json.object().put("user", user).put("password", password);
        JsonNode answer = answers.json(send(Ask.json("POST", at("/password"), body.toString())));
        JsonNode ok = answer.get("ok");
        JsonNode person = answer.get("person");
        if (ok == null || !ok.isBoolean() || !ok.booleanValue() || person == null) {
            return Optional.empty();
        }
        Set<String> roles = new HashSet<>();
        JsonNode named = answer.get("roles");
        if (named != null) {
            named.forEach(role -> roles.add(role.asString("")));
        }
        return Optional.of(new Person(
                Json.text(person, "preferredUsername"),
                Json.text(person, "name"),
                Json.id(person),
                roles,
                Activities.profile(person)));
    }

    @Override
    public Optional<Credential> credential(String user) {
        Reply reply = send(Ask.json(
                "POST", at("/credentials"), Json.object().put("user", user).toString()));
        if (WANTS_NONE.contains(reply.status())) {
            return Optional.empty();
        }
        JsonNode given = answers.json(reply);
        Credential credential = new Credential(Json.text(given, "user"), Json.text(given, "password"));
        if (credential.user().isEmpty() || credential.password().isEmpty()) {
            throw answers.strange("it gave no name and password to act by");
        }
        return Optional.of(credential);
    }

    @Override
    public Changes changes(String cursor) {
        String after = cursor.isEmpty() ? "0" : cursor;
        JsonNode answer = answers.json(send(
                Ask.of("GET", at("/events", Map.of("after", after, "limit", Integer.toString(PAGE))), new byte[0])));
        JsonNode events = answer.get("events");
        if (events == null || !events.isArray()) {
            throw answers.strange("its answer holds no list of events");
        }
        List<Change> changes = new ArrayList<>();
        String next = after;
        for (JsonNode event : events) {
            JsonNode activity = event.get("activity");
            if (activity != null) {
                Activities.read(activity).ifPresent(changes::add);
            }
            next = seq(event, "seq", next);
        }
        boolean more = !events.isEmpty() && !next.equals(seq(answer, "last", next));
        return new Changes(changes, next, more);
    }

    private static String seq(JsonNode node, String member, String otherwise) {
        JsonNode seq = node.get(member);
        return seq != null && seq.isIntegralNumber() ? seq.asString() : otherwise;
    }

    @Override
    public List<String> look() {
        Reply reply = send(Ask.of("GET", at("/events"), new byte[0]));
        JsonNode answer = answers.json(reply);
        List<String> found = new ArrayList<>();
        found.add("It answers and takes the key " + key.id() + ". Its list of events ends at "
                + seq(answer, "last", "nothing") + ".");
        answers.clock(reply, clock.instant()).ifPresent(found::add);
        return found;
    }

    private static ObjectNode asked(Author as, String key) {
        return Json.object().put("key", key).put(as.isMember() ? "as" : "stranger", as.name());
    }

    private Reply post(String path, Author as, ObjectNode body) {
        Ask ask = Ask.json("POST", at(path), body.toString());
        Credential credential = as.credential();
        return send(credential == null ? ask : ask.with("authorization", Answers.basic(credential)));
    }

    private Reply send(Ask ask) {
        Ask signed = ask;
        byte[] payload = SiteKey.payload(ask.method(), ask.target(), ask.body());
        for (Map.Entry<String, String> header :
                key.sign(payload, clock.instant()).entrySet()) {
            signed = signed.with(header.getKey(), header.getValue());
        }
        try {
            return http.send(signed);
        } catch (IOException e) {
            throw answers.unreachable(e);
        }
    }

    private Made made(Reply reply) {
        JsonNode made = answers.json(reply);
        String id = Json.id(made);
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw answers.strange("it did not say the id of what it made");
        }
        return new Made(
                id,
                Json.text(made, "url"),
                Json.time(made, "at").orElse(clock.instant()),
                Json.text(made, "state").equals("held"));
    }

    private URI at(String path) {
        return URI.create(base + path);
    }

    private URI at(String path, Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(base).append(path);
        char sign = address.indexOf("?") < 0 ? '?' : '&';
        for (Map.Entry<String, String> one : parameters.entrySet()) {
            address.append(sign)
                    .append(one.getKey())
                    .append('=')
                    .append(URLEncoder.encode(one.getValue(), java.nio.charset.StandardCharsets.UTF_8));
            sign = '&';
        }
        return URI.create(address.toString());
    }
}
