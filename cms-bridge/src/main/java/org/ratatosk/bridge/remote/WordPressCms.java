package org.ratatosk.bridge.remote;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.server.http.Reply;
import org.ratatosk.server.http.SafeHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A WordPress without any plugin, by its REST interface and application passwords (since 5.7). WordPress keeps no keys: a post is
 * known again by its name in addresses, which ends in what the key makes, and a comment by WordPress's own refusal to take the same
 * words twice. Thread-safe.
 */
public final class WordPressCms implements RemoteCms {
    private final WordPressSite site;
    private final WordPressChanges changes;

    /**
     * @param url the site's address, without a slash at the end
     * @param reader who reads for us, and writes only what is that member's own
     */
    public WordPressCms(String url, Credential reader, SafeHttp http, InstantSource clock) {
        this.site = new WordPressSite(url, reader, http, clock);
        this.changes = new WordPressChanges(site);
    }

    @Override
    public String name() {
        return "wordpress";
    }

    @Override
    public Set<Power> powers() {
        return EnumSet.of(
                Power.PUBLISH,
                Power.TAGS,
                Power.EDIT,
                Power.DELETE,
                Power.COMMENT,
                Power.MODERATE,
                Power.PASSWORD,
                Power.CHANGES,
                Power.COMMENT_CHANGES,
                Power.DELETIONS);
    }

    /** As whom the website is asked: never as anybody but that member. */
    private Credential credential(Author as) {
        Credential own = as.credential();
        if (!as.isMember()) {
            throw new CmsException("The website takes comments of its members alone. Nothing was done.", false);
        }
        if (own == null && as.name().equals(site.reader().user())) {
            return site.reader();
        }
        if (own == null) {
            throw new CmsException(
                    "The website wants an application password of yours before you can write there from here.", false);
        }
        return own;
    }

    @Override
    public Made publish(Author as, PostDraft draft, String key) {
        Credential member = credential(as);
        String slug = Html.slug(draft.title(), key);
        String query = "context=edit&status=publish,private,draft,pending,future&slug=" + slug;
        Reply before = site.send("GET", member, "/wp/v2/posts", query, null);
        // who may not even ask for these hears by what follows why not
        boolean unasked = WordPressSite.code(before).equals("rest_invalid_param");
        JsonNode made = unasked ? Json.object() : site.answers().json(before);
        return made.isEmpty()
                ? post(site.send(
                        "POST",
                        member,
                        "/wp/v2/posts",
                        "",
                        filled(member, draft).put("slug", slug)))
                : post(made.get(0));
    }

    private ObjectNode filled(Credential member, PostDraft draft) {
        if (draft.security() == Security.FRIENDS) {
            throw new CmsException("The website has no posts for friends alone. Nothing was published.", false);
        }
        ObjectNode body = Json.object()
                .put("title", Html.escaped(draft.title()))
                .put("content", Html.paragraphs(draft.text()))
                .put("status", draft.security() == Security.PUBLIC ? "publish" : "private");
        tags(member, draft.tags()).forEach(body.putArray("tags")::add);
        return body;
    }

    /** WordPress makes a tag, or tells the number of the one that is there. */
    private List<Long> tags(Credential member, List<String> names) {
        List<Long> numbers = new ArrayList<>();
        for (String name : names) {
            Reply reply =
                    site.send("POST", member, "/wp/v2/tags", "", Json.object().put("name", Html.escaped(name)));
            JsonNode answer = WordPressSite.code(reply).equals("term_exists")
                    ? Json.read(reply.text()).orElseThrow().path("data")
                    : site.good(reply);
            numbers.add(WordPressSite.number(answer, answer.has("term_id") ? "term_id" : "id"));
        }
        return numbers;
    }

    private Made post(Reply reply) {
        return post(site.good(reply));
    }

    private Made post(JsonNode post) {
        return new Made(
                site.id('p', WordPressSite.number(post, "id")),
                Json.text(post, "link"),
                site.time(post, "modified_gmt"),
                Set.of("pending", "draft", "future").contains(Json.text(post, "status")));
    }

    @Override
    public Made edit(Author as, String post, PostDraft draft, String key) {
        Credential member = credential(as);
        String route = "/wp/v2/posts/" + site.number(post);
        if (Json.text(site.read(route, "context=edit&_fields=status"), "status").equals("trash")) {
            throw site.answers().refused(404, "", Optional.empty()); // WordPress would take it out of there
        }
        return post(site.send("POST", member, route, "", filled(member, draft)));
    }

    @Override
    public void delete(Author as, String post, String key) {
        gone(site.send("DELETE", credential(as), "/wp/v2/posts/" + site.number(post), "", null));
    }

    private void gone(Reply reply) {
        if (reply.status() != 404 && reply.status() != 410) {
            site.good(reply);
        }
    }

    @Override
    public Made comment(Author as, Remark remark, String key) {
        Credential member = credential(as);
        long post = site.number(remark.post());
        long parent = remark.parent() == null ? 0 : site.number(remark.parent());
        ObjectNode body =
                Json.object().put("post", post).put("parent", parent).put("content", Html.escaped(remark.text()));
        Reply reply = site.send("POST", member, "/wp/v2/comments", "", body);
        return comment(
                WordPressSite.code(reply).equals("comment_duplicate")
                        ? same(as, post, parent, remark.text()).orElseGet(() -> site.good(reply))
                        : site.good(reply));
    }

    /** The comment that WordPress will not take twice. */
    private Optional<JsonNode> same(Author as, long post, long parent, String text) {
        JsonNode page = site.read(
                "/wp/v2/comments",
                "context=edit&status=all&order=desc&per_page=100&post=" + post + "&parent=" + parent);
        for (JsonNode comment : page) {
            boolean own = site.login(WordPressSite.number(comment, "author"))
                    .filter(as.name()::equals)
                    .isPresent();
            if (own && WordPressSite.plain(comment, "content").equals(text.strip())) {
                return Optional.of(comment);
            }
        }
        return Optional.empty();
    }

    private Made comment(JsonNode comment) {
        return new Made(
                site.id('c', WordPressSite.number(comment, "id")),
                Json.text(comment, "link"),
                site.time(comment, "date_gmt"),
                !Json.text(comment, "status").equals("approved"));
    }

    @Override
    public void moderate(Author as, String comment, Verdict verdict, String key) {
        String status = switch (verdict) {
            case APPROVE -> "approved";
            case HOLD -> "hold";
            case SPAM -> "spam";
            case TRASH -> "trash";
        };
        String route = "/wp/v2/comments/" + site.number(comment);
        JsonNode now = site.read(route, "context=edit&_fields=status");
        if (!Json.text(now, "status").equals(status)) {
            site.good(site.send("POST", credential(as), route, "", Json.object().put("status", status)));
        }
    }

    @Override
    public Optional<Person> checkPassword(String user, String password) {
        Reply reply = site.send("GET", new Credential(user, password), "/wp/v2/users/me", "context=edit", null);
        if (reply.status() == 401 || reply.status() == 403) {
            return Optional.empty();
        }
        JsonNode person = site.good(reply);
        Set<String> roles = new HashSet<>();
        person.path("roles").forEach(role -> roles.add(role.asString("")));
        return Optional.of(new Person(
                        Json.text(person, "username"),
                        Json.text(person, "name"),
                        "user " + WordPressSite.number(person, "id"),
                        roles))
                .filter(one -> one.name().equals(user)); // by e-mail one can log in there, too
    }

    @Override
    public Changes changes(String cursor) {
        return changes.after(cursor);
    }

    @Override
    public List<String> look() {
        JsonNode root = site.read("/", "_fields=name,home");
        JsonNode me = site.read("/wp/v2/users/me", "context=edit&_fields=username,capabilities");
        List<String> found = new ArrayList<>();
        found.add("It is the WordPress \"" + PlainText.line(PlainText.of(Json.text(root, "name")))
                + "\" and lets us in as " + Json.text(me, "username") + ".");
        missing(me, "edit_others_posts", "read posts that are not for everybody")
                .ifPresent(what -> {
                    throw new CmsException(what + " Name an editor or an administrator in site.cms.key.", false);
                });
        missing(me, "moderate_comments", "see comments that wait").ifPresent(found::add);
        missing(me, "list_users", "know members who have not published, so these count as strangers")
                .ifPresent(found::add);
        return found;
    }

    private static Optional<String> missing(@Nullable JsonNode me, String capability, String what) {
        boolean has = me != null && me.path("capabilities").path(capability).asBoolean(false);
        return has ? Optional.empty() : Optional.of("That account may not " + what + ".");
    }
}
