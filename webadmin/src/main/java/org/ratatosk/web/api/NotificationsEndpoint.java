package org.ratatosk.web.api;

import java.util.Map;
import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.page.Answer;
import tools.jackson.databind.JsonNode;

/**
 * Tells one member what the CMS's own service of notifications has for them. It is durable when the answer is given, and the same
 * key again is the same notification. Immutable.
 */
public final class NotificationsEndpoint implements Endpoint {
    private final Bridge bridge;

    /** For this site. */
    public NotificationsEndpoint(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String path() {
        return "/api/v1/notifications";
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public SiteKeys.Scope scope() {
        return SiteKeys.Scope.NOTIFICATIONS;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        Optional<JsonNode> document = Json.read(body).filter(JsonNode::isObject);
        String recipient = document.map(found -> Json.text(found, "recipient")).orElse("");
        if (recipient.isEmpty()) {
            return Problem.of(
                    400, "For nobody", "The body is no JSON object with a recipient, the member's login name.");
        }
        Optional<Answer> problem = NoticeBody.problem(document.get());
        if (problem.isPresent()) {
            return problem.get();
        }
        Optional<String> member = MemberNames.of(bridge, recipient)
                .filter(name -> bridge.member(name).isPresent());
        if (member.isEmpty()) {
            return Problem.of(404, "Nobody", "There is no member of that name here.");
        }
        return NoticeBody.made(
                bridge.notices().tell(member.get(), NoticeBody.words(document.get()), NoticeBody.key(document.get())));
    }
}
