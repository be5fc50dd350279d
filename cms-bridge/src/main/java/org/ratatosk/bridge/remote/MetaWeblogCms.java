package org.ratatosk.bridge.remote;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tags;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any CMS that speaks the MetaWeblog API over XML-RPC: posts, written as the member and read back as the latest ones. It has no
 * keys: a post is known again by its name in addresses, where the CMS lets that be chosen, else by its words. Thread-safe.
 */
public final class MetaWeblogCms implements RemoteCms {
    private static final int LATEST = 50;
    private static final String OURS = "ratatosk";

    private final XmlRpc rpc;
    private final Credential reader;
    private final InstantSource clock;

    /**
     * @param address where XML-RPC is answered
     * @param reader who reads for us, and writes only what is that member's own
     */
    public MetaWeblogCms(URI address, Credential reader, SafeHttp http, InstantSource clock) {
        this.rpc = new XmlRpc(address, http);
        this.reader = reader;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "metaweblog";
    }

    @Override
    public Set<Power> powers() {
        return EnumSet.of(Power.PUBLISH, Power.TAGS, Power.EDIT, Power.DELETE, Power.PASSWORD, Power.CHANGES);
    }

    private Credential credential(Author as) {
        Credential own = as.credential();
        if (own != null) {
            return own;
        }
        if (as.isMember() && as.name().equals(reader.user())) {
            return reader;
        }
        throw new CmsException("The website wants a password of yours before you can write there from here.", false);
    }

    /** Calls a method; what WordPress and others say by the code of a fault is told in words. */
    private JsonNode call(String method, Object... parameters) {
        try {
            return rpc.call(method, parameters);
        } catch (XmlRpc.Fault e) {
            throw refused(e);
        }
    }

    /** A wrong password is 403 here, and what somebody may not do 401. */
    private CmsException refused(XmlRpc.Fault fault) {
        int status = switch (fault.code()) {
            case 401 -> 403;
            case 403 -> 401;
            case 404, 500, 503 -> fault.code();
            default -> 422;
        };
        return rpc.answers().refused(status, fault.words(), Optional.empty());
    }

    private String blog(Credential as) {
        JsonNode blogs = call("blogger.getUsersBlogs", OURS, as.user(), as.password());
        return blogs.path(0).path("blogid").asString("1");
    }

    private JsonNode latest(Credential as) {
        JsonNode count = JsonNodeFactory.instance.numberNode(LATEST);
        return call("metaWeblog.getRecentPosts", blog(as), as.user(), as.password(), count);
    }

    @Override
    public Made publish(Author as, PostDraft draft, String key) {
        Credential member = credential(as);
        ObjectNode post = filled(draft);
        String slug = Html.slug(draft.title(), key);
        for (JsonNode before : latest(member)) {
            if (isSame(before, draft, slug)) {
                return made(before);
            }
        }
        post.put("wp_slug", slug).put("mt_basename", slug);
        JsonNode id = call(
                "metaWeblog.newPost",
                blog(member),
                member.user(),
                member.password(),
                post,
                JsonNodeFactory.instance.booleanNode(true));
        return made(member, id.asString(""));
    }

    private static boolean isSame(JsonNode post, PostDraft draft, String slug) {
        String name = Json.text(post, "wp_slug") + Json.text(post, "mt_basename");
        return name.isEmpty()
                ? title(post).equals(draft.title()) && text(post).equals(draft.text())
                : name.equals(slug);
    }

    private static ObjectNode filled(PostDraft draft) {
        if (draft.security() != Security.PUBLIC) {
            throw new CmsException("The website has posts for everybody alone. Nothing was published.", false);
        }
        return Json.object()
                .put("title", Html.escaped(draft.title()))
                .put("description", Html.paragraphs(draft.text()))
                .put("mt_keywords", String.join(",", draft.tags()))
                .put("mt_allow_comments", 1);
    }

    private Made made(Credential as, String id) {
        return made(call("metaWeblog.getPost", id, as.user(), as.password()));
    }

    private Made made(JsonNode post) {
        return new Made(id(post), link(post), changed(post), !isShown(post));
    }

    @Override
    public Made edit(Author as, String post, PostDraft draft, String key) {
        Credential member = credential(as);
        JsonNode now = call("metaWeblog.getPost", post, member.user(), member.password());
        if (Json.text(now, "post_status").equals("trash")) {
            throw rpc.answers().refused(404, "", Optional.empty()); // WordPress would take it out of there
        }
        JsonNode publish = JsonNodeFactory.instance.booleanNode(true);
        call("metaWeblog.editPost", post, member.user(), member.password(), filled(draft), publish);
        return made(member, post);
    }

    @Override
    public void delete(Author as, String post, String key) {
        Credential member = credential(as);
        JsonNode publish = JsonNodeFactory.instance.booleanNode(true);
        try {
            rpc.call("blogger.deletePost", OURS, post, member.user(), member.password(), publish);
        } catch (XmlRpc.Fault e) {
            if (e.code() != 404) {
                throw refused(e);
            }
        }
    }

    @Override
    public Optional<Person> checkPassword(String user, String password) {
        try {
            rpc.call("blogger.getUsersBlogs", OURS, user, password);
            return Optional.of(new Person(user, user, user, Set.of()));
        } catch (XmlRpc.Fault e) {
            if (e.code() == 403) {
                return Optional.empty();
            }
            throw refused(e);
        }
    }

    @Override
    public Changes changes(String cursor) {
        Map<String, String> logins = logins();
        List<Change> changes = new ArrayList<>();
        for (JsonNode post : latest(reader)) {
            String author = post.path("userid").asString("");
            changes.add(
                    0,
                    new Change.PostChanged(
                            id(post),
                            link(post),
                            logins.getOrDefault(author, author(post)),
                            title(post),
                            text(post),
                            isShown(post) ? Security.PUBLIC : Security.PRIVATE,
                            tags(post),
                            time(post, "date_created_gmt", "dateCreated"),
                            changed(post)));
        }
        return new Changes(changes, cursor, false);
    }

    /** Login names by the numbers that posts have instead, where the CMS tells them. */
    private Map<String, String> logins() {
        Map<String, String> logins = new HashMap<>();
        try {
            for (JsonNode one : rpc.call("wp.getAuthors", "1", reader.user(), reader.password())) {
                logins.put(one.path("user_id").asString(""), Json.text(one, "user_login"));
            }
        } catch (XmlRpc.Fault e) {
            logins.clear(); // then by how they are shown
        }
        return logins;
    }

    private String author(JsonNode post) {
        return Stream.of("wp_author_display_name", "author", "userid")
                .map(name -> PlainText.line(post.path(name).asString("")))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(reader.user());
    }

    private static String id(JsonNode post) {
        return post.path("postid").asString("");
    }

    private static String link(JsonNode post) {
        return Json.text(post, post.has("permaLink") ? "permaLink" : "link");
    }

    private static String title(JsonNode post) {
        return PlainText.line(PlainText.of(Json.text(post, "title")));
    }

    private static String text(JsonNode post) {
        return Html.plain((Json.text(post, "description") + "\n\n" + Json.text(post, "mt_text_more")).strip());
    }

    private static boolean isShown(JsonNode post) {
        String status = Json.text(post, "post_status");
        return (status.isEmpty() || status.equals("publish"))
                && Json.text(post, "wp_password").isEmpty();
    }

    private static List<String> tags(JsonNode post) {
        return Arrays.stream(Json.text(post, "mt_keywords").split(",", -1))
                .map(Tags::clean)
                .filter(tag -> !tag.isEmpty())
                .distinct()
                .toList();
    }

    private Instant changed(JsonNode post) {
        return time(post, "date_modified_gmt", "date_modified", "date_created_gmt", "dateCreated");
    }

    private Instant time(JsonNode post, String... names) {
        return Stream.of(names)
                .flatMap(name -> FeedDates.read(Json.text(post, name)).stream())
                .findFirst()
                .orElseGet(clock::instant);
    }

    @Override
    public List<String> look() {
        JsonNode blogs = call("blogger.getUsersBlogs", OURS, reader.user(), reader.password());
        String name = PlainText.line(PlainText.of(Json.text(blogs.path(0), "blogName")));
        return List.of("It answers by XML-RPC and lets us in as " + reader.user()
                + (name.isEmpty() ? "" : " of \"" + name + "\"") + ". It takes posts and tells of the latest " + LATEST
                + "; comments it does not tell of.");
    }
}
