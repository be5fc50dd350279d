package org.ratatosk.web.api;

import java.util.Map;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.page.Answer;

/** Tells the site's programs how a member is there, and to whom they may show it. Immutable. */
public final class PresenceEndpoint implements Endpoint {
    private final Bridge bridge;

    /** For this site. */
    public PresenceEndpoint(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String path() {
        return "/api/v1/presence/{name}";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public SiteKeys.Scope scope() {
        return SiteKeys.Scope.PRESENCE;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        String name = MemberNames.of(bridge, parts.getOrDefault("name", "")).orElse("");
        String to = switch (bridge.presences().choice(name)) {
            case NOBODY -> "nobody";
            case MEMBERS -> "members";
            case EVERYBODY -> "everybody";
        };
        String show = bridge.presences().seen(name, Presences.Shown.MEMBERS);
        String json = Json.object().put("show", show).put("to", to).toString();
        return Answer.text(200, "application/json", json);
    }
}
