package org.ratatosk.web.api;

import java.util.Map;
import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.page.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the site has of a member's buddies: tells all, says how one stands, ends it. Members are named by login names. Immutable. */
public final class BuddiesEndpoint implements Endpoint {
    private static final String ALL = "/api/v1/buddies/{name}";
    private static final String ONE = ALL + "/{other}";

    private final Bridge bridge;
    private final String method;
    private final String path;
    private final Work work;

    private interface Work {
        Answer take(Buddies buddies, Map<String, String> parts, String body);
    }

    private BuddiesEndpoint(Bridge bridge, String method, String path, Work work) {
        this.bridge = bridge;
        this.method = method;
        this.path = path;
        this.work = work;
    }

    /** Tells all of a member. */
    public static BuddiesEndpoint get(Bridge bridge) {
        return new BuddiesEndpoint(bridge, "GET", ALL, BuddiesEndpoint::get);
    }

    /** Says how a member stands to another. */
    public static BuddiesEndpoint put(Bridge bridge) {
        return new BuddiesEndpoint(bridge, "PUT", ONE, BuddiesEndpoint::put);
    }

    /** Ends whatever a member has to do with another. */
    public static BuddiesEndpoint delete(Bridge bridge) {
        return new BuddiesEndpoint(bridge, "DELETE", ONE, (buddies, parts, body) -> {
            buddies.remove(part(parts, "name"), part(parts, "other"));
            return Answer.text(204, "text/plain", "");
        });
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public SiteKeys.Scope scope() {
        return SiteKeys.Scope.BUDDIES;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        return work.take(bridge.buddies(), parts, body);
    }

    private static String part(Map<String, String> parts, String name) {
        return parts.getOrDefault(name, "");
    }

    private static Answer get(Buddies buddies, Map<String, String> parts, String body) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("buddies");
        for (Buddies.Buddy buddy : buddies.of(part(parts, "name"))) {
            list.addObject()
                    .put("name", buddy.login())
                    .put("follows", word(buddy.follows()))
                    .put("followed", word(buddy.followed()))
                    .put("contact", buddy.noted())
                    .put("blocked", buddy.blocked())
                    .put("subscription", buddy.subscription());
        }
        return Answer.text(200, "application/json", answer.toString());
    }

    private static String word(Tie.State state) {
        return switch (state) {
            case NO -> "no";
            case ASKED -> "asked";
            case YES -> "agreed";
        };
    }

    private static Answer put(Buddies buddies, Map<String, String> parts, String body) {
        Optional<JsonNode> asked = body.isBlank() ? Optional.of(Json.object()) : Json.read(body);
        if (asked.filter(JsonNode::isObject).isEmpty()) {
            return Problem.of(400, "No state", "The body is no JSON object.");
        }
        Tie.Kind kind;
        Tie.State state = Tie.State.YES;
        switch (Json.text(asked.get(), "state")) {
            case "", "agreed" -> kind = Tie.Kind.FOLLOWS;
            case "asked" -> {
                kind = Tie.Kind.FOLLOWS;
                state = Tie.State.ASKED;
            }
            case "contact" -> kind = Tie.Kind.NOTES;
            case "blocked" -> kind = Tie.Kind.BLOCKS;
            default -> {
                return Problem.of(422, "Not so", "\"state\" is asked, agreed, contact or blocked.");
            }
        }
        buddies.put(part(parts, "name"), part(parts, "other"), kind, state);
        return Answer.text(204, "text/plain", "");
    }
}
