package org.ratatosk.web.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.remote.Activities;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.page.Answer;
import tools.jackson.databind.JsonNode;

/**
 * Takes what the site's CMS tells of itself: an activity, or a collection of some. It is durable when the answer is given. The same
 * again, and what is older than what is known, changes nothing. Immutable.
 */
public final class EventsEndpoint implements Endpoint {
    private static final int MOST = 100;

    private final Bridge bridge;

    /** For this site. */
    public EventsEndpoint(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String path() {
        return "/api/v1/events";
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public SiteKeys.Scope scope() {
        return SiteKeys.Scope.EVENTS;
    }

    @Override
    public boolean signsBodyOnly() {
        return true;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        Optional<JsonNode> document = Json.read(body).filter(JsonNode::isObject);
        if (document.isEmpty()) {
            return Problem.of(
                    400, "No activity", "The body is no JSON object. Send an activity of ActivityStreams 2.0.");
        }
        List<JsonNode> activities = activities(document.get());
        if (activities.size() > MOST) {
            return Problem.of(413, "Too many", "Send at most " + MOST + " activities at a time.");
        }
        List<Change> changes = new ArrayList<>();
        activities.forEach(activity -> Activities.read(activity).ifPresent(changes::add));
        int news = bridge.hear(changes);
        String json = Json.object()
                .put("accepted", changes.size())
                .put("known", changes.size() - news)
                .put("ignored", activities.size() - changes.size())
                .toString();
        return Answer.text(202, "application/json", json);
    }

    private static List<JsonNode> activities(JsonNode document) {
        JsonNode items = document.has("orderedItems") ? document.get("orderedItems") : document.get("items");
        if (items == null) {
            return List.of(document);
        }
        List<JsonNode> list = new ArrayList<>();
        items.forEach(list::add);
        return list;
    }
}
