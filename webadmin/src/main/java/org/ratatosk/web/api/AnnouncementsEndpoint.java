package org.ratatosk.web.api;

import java.util.Map;
import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.page.Answer;
import tools.jackson.databind.JsonNode;

/** Tells all members something. It is durable when the answer is given, and the same key again is the same one. Immutable. */
public final class AnnouncementsEndpoint implements Endpoint {
    private final Bridge bridge;

    /** For this site. */
    public AnnouncementsEndpoint(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String path() {
        return "/api/v1/announcements";
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public SiteKeys.Scope scope() {
        return SiteKeys.Scope.ANNOUNCEMENTS;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        Optional<JsonNode> document = Json.read(body).filter(JsonNode::isObject);
        if (document.isEmpty()) {
            return Problem.of(400, "No announcement", "The body is no JSON object.");
        }
        return NoticeBody.problem(document.get())
                .orElseGet(() -> NoticeBody.made(
                        bridge.notices().announce(NoticeBody.words(document.get()), NoticeBody.key(document.get()))));
    }
}
