package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A small CMS of its own that implements {@code docs/cms-contract.md}, over HTTP, with everything in maps. Thread-safe. */
public final class SmallCms implements RemoteCmsContract.Hand, AutoCloseable {
    private static final Map<String, String> MEMBERS = Map.of(
            "romeo", "romeo-pw-1",
            "juliet", "juliet-pw-1",
            "alice", "alice-pw-1",
            "bob", "bob-pw-1",
            "Space Cadet", "space-pw-1");

    /** By another name that is good for the login only. */
    private static final Map<String, String> OTHER_NAMES = Map.of("romeo.montague", "romeo");

    /** A post or a comment. */
    private static final class Item {
        final String id;
        final @Nullable String post;
        final @Nullable String parent;
        final String author;
        final boolean member;
        final Instant published = Instant.now();
        Instant updated = published;
        String title = "";
        String text = "";
        String visibility = "public";
        List<String> tags = List.of();
        boolean held;
        boolean gone;
        boolean spam;
        final Set<String> likedBy = new TreeSet<>();

        Item(String id, @Nullable String post, @Nullable String parent, String author, boolean member) {
            this.id = id;
            this.post = post;
            this.parent = parent;
            this.author = author;
            this.member = member;
        }
    }

    /** What goes into an answer instead of what was asked for. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;

        Refused(int status, String detail) {
            super(detail);
            this.status = status;
        }
    }

    private final SiteKey key;
    private final HttpServer server;
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Map<String, String> made = new HashMap<>();
    private final Set<String> messages = new HashSet<>();
    private final List<ObjectNode> events = new ArrayList<>();
    private final SmallBuddies buddies = new SmallBuddies(events::add);
    private final Map<String, String> credentials = new HashMap<>();
    private final Set<String> unwilling = new HashSet<>();
    private boolean demanding;
    private boolean friendless;
    private String stubborn = "";
    private int given;
    private int ids;

    /** @param key what it signs and checks with */
    public SmallCms(SiteKey key) throws IOException {
        this.key = key;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(pool);
        server.createContext("/ratatosk", this::serve);
        server.start();
    }

    /** Where the contract is spoken. */
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ratatosk");
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status;
        String answer;
        try {
            synchronized (this) {
                check(exchange, body);
                JsonNode asked = Json.read(new String(body, UTF_8)).orElseGet(Json::object);
                String path = exchange.getRequestURI().getPath().substring("/ratatosk".length());
                prove(exchange, asked);
                Made done = path.equals("/buddies")
                        ? buddy(asked, String.valueOf(exchange.getRequestURI().getQuery()))
                        : act(path, asked, exchange.getRequestURI());
                status = done.status();
                answer = done.body();
            }
        } catch (Refused e) {
            status = e.status;
            answer = Json.object()
                    .put("title", "No")
                    .put("status", status)
                    .put("detail", e.getMessage())
                    .toString();
        }
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private record Made(int status, String body) {}

    private void check(HttpExchange exchange, byte[] body) {
        String id = header(exchange, SiteKey.ID);
        byte[] payload = SiteKey.payload(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), body);
        boolean good = header(exchange, SiteKey.KEY).equals(key.id())
                && key.verifies(
                        id,
                        header(exchange, SiteKey.TIMESTAMP),
                        header(exchange, SiteKey.SIGNATURE),
                        payload,
                        Instant.now())
                && messages.add(id);
        if (!good) {
            throw new Refused(401, "This was not signed with a key that is known here.");
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** From now on members have to be proved, by a credential that each lets it give. */
    public synchronized void demandCredentials() {
        demanding = true;
    }

    /** A member takes the credential back, and says whether another one may be given. */
    public synchronized void revoke(String user, boolean again) {
        credentials.remove(user);
        if (!again) {
            unwilling.add(user);
        }
    }

    /** How many credentials it gave. */
    public synchronized int given() {
        return given;
    }

    private String credential(JsonNode asked) {
        if (!demanding) {
            throw new Refused(404, "There is no such address here.");
        }
        String user = login(Json.text(asked, "user"));
        if (unwilling.contains(user)) {
            throw new Refused(403, "You have not allowed this. You can at https://small.example/profile");
        }
        String password = "app-password-" + ++given;
        credentials.put(user, password);
        return Json.object().put("user", user).put("password", password).toString();
    }

    private void prove(HttpExchange exchange, JsonNode asked) {
        String as = login(Json.text(asked, "as"));
        if (!demanding || as.isEmpty()) {
            return;
        }
        String right = Answers.basic(
                new RemoteCms.Credential(as, credentials.getOrDefault(as, "nothing that anybody was given")));
        if (!header(exchange, "authorization").equals(right)) {
            throw new Refused(403, "That is not proved.");
        }
    }

    private Made buddy(JsonNode asked, String query) {
        if (friendless) {
            throw new Refused(501, "Nobody has buddies here.");
        }
        if (!asked.has("does")) {
            return new Made(
                    200,
                    buddies.page(
                            query.contains("after=")
                                    ? Integer.parseInt(query.replaceFirst(".*after=(\\d+).*", "$1"))
                                    : 0));
        }
        String other = login(Json.text(asked, "other"));
        if (!MEMBERS.containsKey(other)) {
            throw new Refused(404, "Nobody here is called " + other + ".");
        }
        String as = member(asked);
        if (as.equals(stubborn)) {
            throw new Refused(403, "You may have no buddies.");
        }
        if (buddies.symmetric && Json.text(asked, "does").endsWith("block")) {
            throw new Refused(501, "Nobody is blocked here.");
        }
        buddies.act(as, Json.text(asked, "does"), other);
        return new Made(204, "");
    }

    /** A member does something about another on the site itself: {@code follow}, {@code accept} and so on. */
    public synchronized void buddy(String member, String does, String other) {
        buddies.act(member, does, other);
    }

    /** Who has what to do with whom, in short. */
    public synchronized List<String> buddies() {
        return buddies.standing();
    }

    /** From now on buddies are friends: who is agreed with agrees too. */
    public synchronized void symmetric() {
        buddies.symmetric = true;
    }

    /** Whether nobody keeps buddies here. */
    public synchronized void friendless(boolean now) {
        friendless = now;
    }

    /** What is done by a member about others is refused from now on. */
    public synchronized void refuseBuddiesOf(String member) {
        stubborn = member;
    }

    /** The buddies of all are gone, and nobody was told. */
    public synchronized void loseBuddies() {
        buddies.loseAll();
    }

    private Made act(String path, JsonNode asked, URI uri) {
        String known = made.get(Json.text(asked, "key"));
        if (known != null) {
            return known.isEmpty() ? new Made(204, "") : new Made(200, told(item(known)));
        }
        return switch (path) {
            case "/events" -> new Made(200, eventsAfter(String.valueOf(uri.getQuery())));
            case "/password" -> new Made(200, password(asked));
            case "/credentials" -> new Made(200, credential(asked));
            case "/posts" -> keep(asked, 201, publish(asked));
            case "/posts/edit" -> keep(asked, 200, filled(living(own(asked).id), asked));
            case "/comments" -> keep(asked, 201, comment(asked));
            case "/comments/edit" -> keep(asked, 200, filled(living(own(asked).id), asked));
            case "/likes" -> {
                like(asked);
                made.put(Json.text(asked, "key"), "");
                yield new Made(204, "");
            }
            case "/comments/moderate" -> keep(asked, 200, moderated(asked));
            case "/posts/delete", "/comments/delete" -> {
                Item item = own(asked);
                remove(item);
                made.put(Json.text(asked, "key"), "");
                yield new Made(204, "");
            }
            default -> throw new Refused(404, "There is no such address here.");
        };
    }

    private Made keep(JsonNode asked, int status, Item item) {
        made.put(Json.text(asked, "key"), item.id);
        return new Made(status, told(item));
    }

    private static String told(Item item) {
        return Json.object()
                .put("id", item.id)
                .put("url", "https://small.example/" + item.id)
                .put("at", item.updated.toString())
                .put("state", item.held ? "held" : "shown")
                .toString();
    }

    private Item item(String id) {
        Item item = items.get(id);
        if (item == null) {
            throw new Refused(404, "There is no such thing here.");
        }
        return item;
    }

    private Item living(String id) {
        Item item = item(id);
        if (item.gone) {
            throw new Refused(404, "It was taken away.");
        }
        return item;
    }

    private Item own(JsonNode asked) {
        Item item = item(Json.text(asked, "id"));
        if (!item.author.equals(member(asked))) {
            throw new Refused(403, "That is not yours.");
        }
        return item;
    }

    private static String member(JsonNode asked) {
        String name = login(Json.text(asked, "as"));
        if (!MEMBERS.containsKey(name)) {
            throw new Refused(403, "Nobody here is called " + name + ".");
        }
        return name;
    }

    private Item publish(JsonNode asked) {
        if (Json.text(asked, "visibility").equals("friends")) {
            throw new Refused(422, "There are no posts for friends here.");
        }
        Item post = new Item("p" + ++ids, null, null, member(asked), true);
        items.put(post.id, post);
        return tell("Create", filled(post, asked), false);
    }

    /** A new item is told of by whoever made it. */
    private Item filled(Item item, JsonNode asked) {
        boolean fresh = item.text.isEmpty();
        item.text = Json.text(asked, "text");
        if (item.post == null) {
            item.title = Json.text(asked, "title");
            item.visibility = Json.text(asked, "visibility");
            List<String> tags = new ArrayList<>();
            asked.get("tags").forEach(tag -> tags.add(tag.stringValue()));
            item.tags = tags;
        }
        return fresh ? item : tell("Update", item, true);
    }

    private Item comment(JsonNode asked) {
        Item post = living(Json.text(asked, "post"));
        String parent = Json.text(asked, "parent");
        String stranger = Json.text(asked, "stranger");
        Item comment = new Item(
                "c" + ++ids,
                post.id,
                parent.isEmpty() ? null : living(parent).id,
                stranger.isEmpty() ? member(asked) : stranger,
                stranger.isEmpty());
        comment.held = asked.get("hold").booleanValue();
        comment.text = Json.text(asked, "text");
        items.put(comment.id, comment);
        return tell(comment.held ? "Offer" : "Create", comment, false);
    }

    private Item moderated(JsonNode asked) {
        Item comment = living(Json.text(asked, "id"));
        if (comment.post == null || !item(comment.post).author.equals(member(asked))) {
            throw new Refused(403, "That is not for you to decide.");
        }
        String verdict = Json.text(asked, "verdict");
        comment.held = verdict.equals("hold");
        comment.spam = verdict.equals("spam");
        comment.gone = verdict.equals("spam") || verdict.equals("trash");
        return tell(verdict.equals("hold") ? "Offer" : verdict.equals("approve") ? "Accept" : "Reject", comment, true);
    }

    private void like(JsonNode asked) {
        String post = Json.text(asked, "post");
        Item item = living(post.isEmpty() ? Json.text(asked, "comment") : post);
        like(member(asked), item.id, asked.get("likes").booleanValue());
    }

    /** A member likes something on the site itself, or does so no more. */
    public synchronized void like(String member, String id, boolean likes) {
        if (likes ? item(id).likedBy.add(member) : item(id).likedBy.remove(member)) {
            tellLike(item(id), member, likes);
        }
    }

    private void tellLike(Item item, String member, boolean likes) {
        ObjectNode activity = Json.object();
        activity.put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", "https://small.example/events/" + (events.size() + 1))
                .put("published", Instant.now().toString());
        activity.putObject("actor").put("type", "Person").put("name", member).put("preferredUsername", member);
        if (likes) {
            activity.put("type", "Like").put("object", item.id);
        } else {
            activity.put("type", "Undo").putObject("object").put("type", "Like").put("object", item.id);
        }
        events.add(activity);
    }

    private void remove(Item item) {
        if (!item.gone) {
            item.gone = true;
            tell("Delete", item, true);
        }
    }

    private static String login(String user) {
        return MEMBERS.keySet().stream()
                .filter(user::equalsIgnoreCase)
                .findAny()
                .orElse(OTHER_NAMES.getOrDefault(user, user));
    }

    private String password(JsonNode asked) {
        String user = login(Json.text(asked, "user"));
        ObjectNode answer = Json.object();
        boolean ok = Json.text(asked, "password").equals(MEMBERS.get(user));
        answer.put("ok", ok);
        if (ok) {
            answer.putObject("person")
                    .put("preferredUsername", user)
                    .put("url", "https://example.test/" + user)
                    .put("icon", "https://example.test/" + user + ".png")
                    .put("name", user)
                    .put("id", "https://small.example/" + user);
            answer.putArray("roles").add("author");
        }
        return answer.toString();
    }

    private Item tell(String type, Item item, boolean changed) {
        if (changed) {
            item.updated = Instant.now();
        }
        ObjectNode activity = Json.object();
        activity.put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", "https://small.example/events/" + (events.size() + 1))
                .put("type", type)
                .put("published", item.updated.toString());
        ObjectNode actor = activity.putObject("actor").put("type", "Person").put("name", item.author);
        if (item.member) {
            actor.put("preferredUsername", item.author);
        }
        ObjectNode object = activity.putObject("object").put("id", item.id);
        if (type.equals("Delete")) {
            object.put("type", "Tombstone")
                    .put("formerType", item.post == null ? "Article" : "Note")
                    .put("deleted", item.updated.toString());
        } else {
            fill(object, item);
        }
        events.add(activity);
        return item;
    }

    private static void fill(ObjectNode object, Item item) {
        object.put("type", item.post == null ? "Article" : "Note")
                .put("url", "https://small.example/" + item.id)
                .put("content", item.text)
                .put("mediaType", "text/plain")
                .put("published", item.published.toString())
                .put("updated", item.updated.toString());
        if (item.post == null) {
            object.put("name", item.title.replace("&", "&amp;").replace("<", "&lt;"));
            ArrayNode tags = object.putArray("tag");
            item.tags.forEach(tag -> tags.addObject().put("type", "Hashtag").put("name", "#" + tag));
            object.putArray("to").add(item.visibility.equals("public") ? "as:Public" : item.author);
        } else {
            object.put("context", item.post).put("inReplyTo", item.parent == null ? item.post : item.parent);
        }
    }

    private String eventsAfter(String query) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("events");
        if (query.contains("after=")) {
            int after = Integer.parseInt(query.replaceFirst(".*after=(\\d+).*", "$1"));
            int limit = Integer.parseInt(query.replaceFirst(".*limit=(\\d+).*", "$1"));
            for (int seq = after + 1; seq <= Math.min(events.size(), after + limit); seq++) {
                list.addObject().put("seq", seq).set("activity", events.get(seq - 1));
            }
        }
        return answer.put("last", events.size()).toString();
    }

    @Override
    public synchronized String post(String author, String title, String text) {
        Item post = new Item("p" + ++ids, null, null, author, true);
        post.title = title;
        post.text = text;
        items.put(post.id, post);
        return tell("Create", post, false).id;
    }

    @Override
    public synchronized void edit(String post, String text) {
        Item item = item(post);
        item.text = text;
        tell("Update", item, true);
    }

    @Override
    public synchronized void delete(String post) {
        remove(item(post));
    }

    @Override
    public synchronized String comment(String author, String post, @Nullable String parent, String text) {
        Item comment = new Item("c" + ++ids, post, parent, author, true);
        comment.text = text;
        items.put(comment.id, comment);
        return tell("Create", comment, false).id;
    }

    /** Somebody who is no member comments, and a moderator has to look first. */
    public synchronized String commentToHold(String author, String post, String text) {
        Item comment = new Item("c" + ++ids, post, null, author, false);
        comment.text = text;
        comment.held = true;
        items.put(comment.id, comment);
        return tell("Offer", comment, false).id;
    }

    /** A moderator lets a comment be shown. */
    public synchronized void approve(String comment) {
        Item item = item(comment);
        item.held = false;
        tell("Accept", item, true);
    }

    @Override
    public synchronized void editComment(String comment, String text) {
        edit(comment, text);
    }

    @Override
    public synchronized void deleteComment(String comment) {
        remove(item(comment));
    }

    /** Whether a moderator found a comment to be spam. */
    public synchronized boolean isSpam(String id) {
        return item(id).spam;
    }

    /** Who likes a post or a comment. */
    public synchronized Set<String> likedBy(String id) {
        return Set.copyOf(item(id).likedBy);
    }

    /** How many posts there are that nobody has taken away. */
    public synchronized long posts() {
        return items.values().stream().filter(i -> i.post == null && !i.gone).count();
    }

    /** How many comments there are that nobody has taken away. */
    public synchronized long comments() {
        return items.values().stream().filter(i -> i.post != null && !i.gone).count();
    }

    /** The activities that it has told of, as it would push them. */
    public synchronized List<String> activities() {
        return events.stream().map(ObjectNode::toString).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
