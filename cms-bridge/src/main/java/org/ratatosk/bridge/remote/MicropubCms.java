package org.ratatosk.bridge.remote;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.server.http.Ask;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any website with a Micropub endpoint (W3C Recommendation of 23 May 2017): posts, written with a member's token. It knows no keys:
 * before a post is made, the latest ones are looked through for it where the website tells them, which it need not. Thread-safe.
 */
public final class MicropubCms implements RemoteCms {
    private static final int LATEST = 20;

    private final URI address;
    private final Credential owner;
    private final SafeHttp http;
    private final InstantSource clock;
    private final Answers answers;

    /**
     * @param address the endpoint
     * @param owner the member whose token is in the settings, and the token
     */
    public MicropubCms(URI address, Credential owner, SafeHttp http, InstantSource clock) {
        this.address = address;
        this.owner = owner;
        this.http = http;
        this.clock = clock;
        this.answers = new Answers(String.valueOf(address.getHost()));
    }

    @Override
    public String name() {
        return "micropub";
    }

    @Override
    public Set<Power> powers() {
        return EnumSet.of(Power.PUBLISH, Power.TAGS, Power.EDIT, Power.DELETE);
    }

    private Credential credential(Author as) {
        Credential own = as.credential();
        if (own != null) {
            return own;
        }
        if (as.isMember() && as.name().equals(owner.user())) {
            return owner;
        }
        throw new CmsException("The website wants a token of yours before you can write there from here.", false);
    }

    private Reply send(Ask ask, Credential as) {
        try {
            return http.send(
                    ask.with("authorization", "Bearer " + as.password()).with("accept", "application/json"));
        } catch (IOException e) {
            throw answers.unreachable(e);
        }
    }

    private Reply send(Credential as, ObjectNode body) {
        return send(Ask.json("POST", address, body.toString()), as);
    }

    private Reply query(Credential as, String query) {
        String sign = address.getRawQuery() == null ? "?" : "&";
        return send(Ask.of("GET", URI.create(address + sign + query), new byte[0]), as);
    }

    @Override
    public Made publish(Author as, PostDraft draft, String key) {
        Credential member = credential(as);
        ObjectNode properties = filled(draft);
        String slug = Html.slug(draft.title(), key);
        Optional<String> before = before(member, draft, slug);
        if (before.isPresent()) {
            return made(before.get());
        }
        properties.putArray("mp-slug").add(slug);
        ObjectNode body = Json.object();
        body.putArray("type").add("h-entry");
        body.set("properties", properties);
        Reply reply = send(member, body);
        answers.checked(reply);
        return made(location(reply).orElseThrow(() -> answers.strange("it did not say where the post is")));
    }

    private Made made(String url) {
        return new Made(url, url, clock.instant(), false);
    }

    private Optional<String> location(Reply reply) {
        try {
            return reply.header("location")
                    .map(where -> address.resolve(where).toString())
                    .filter(url -> url.length() <= MAX_ID);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The post that this very request has made already, as far as the website tells its latest posts. */
    private Optional<String> before(Credential member, PostDraft draft, String slug) {
        Reply reply = query(member, "q=source&limit=" + LATEST);
        if (reply.status() != 200) {
            return Optional.empty(); // it need not
        }
        for (JsonNode item : Json.read(reply.text()).orElseGet(Json::object).path("items")) {
            JsonNode properties = item.path("properties");
            String name = first(properties, "mp-slug");
            boolean same = name.isEmpty()
                    ? first(properties, "name").equals(draft.title())
                            && first(properties, "content").equals(draft.text())
                    : name.equals(slug);
            String url = first(properties, "url");
            if (same && !url.isEmpty()) {
                return Optional.of(url);
            }
        }
        return Optional.empty();
    }

    private static String first(JsonNode properties, String name) {
        JsonNode value = properties.path(name).path(0);
        return value.isObject() ? Json.text(value, "value") : value.asString("");
    }

    private static ObjectNode filled(PostDraft draft) {
        if (draft.security() != Security.PUBLIC) {
            throw new CmsException("The website has posts for everybody alone. Nothing was published.", false);
        }
        ObjectNode properties = Json.object();
        if (!draft.title().isEmpty()) {
            properties.putArray("name").add(draft.title());
        }
        properties.putArray("content").add(draft.text());
        draft.tags().forEach(properties.putArray("category")::add);
        return properties;
    }

    @Override
    public Made edit(Author as, String post, PostDraft draft, String key) {
        ObjectNode body = Json.object().put("action", "update").put("url", post);
        body.set("replace", filled(draft));
        Reply reply = send(credential(as), body);
        answers.checked(reply);
        return new Made(
                post, location(reply).orElse(post), clock.instant(), false); // the address may change, the id not
    }

    @Override
    public void delete(Author as, String post, String key) {
        Reply reply = send(credential(as), Json.object().put("action", "delete").put("url", post));
        if (reply.status() != 404 && reply.status() != 410) {
            answers.checked(reply);
        }
    }

    @Override
    public List<String> look() {
        answers.json(query(owner, "q=config"));
        boolean tells = query(owner, "q=source&limit=1").status() == 200;
        return List.of(
                "It answers by Micropub and takes the token of " + owner.user() + ". It takes posts and tells of none.",
                tells
                        ? "It can be asked for its latest posts, so that nothing is made twice."
                        : "It cannot be asked for its latest posts: when its answer is lost, a post sent again is made again.");
    }
}
