package org.ratatosk.web.api;

import java.util.Map;
import java.util.Optional;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.page.Answer;

/**
 * A small picture of how a member is there, asked for as Edgar's was: {@code ?jid=ADDRESS&type=image}. Only those who let everybody see
 * it are shown; all others, and names that there are not, look the same. Immutable.
 */
public final class PresencePicture implements Endpoint {
    private final Bridge bridge;

    /** For this site. */
    public PresencePicture(Bridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String path() {
        return "/api/v1/presence";
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
    public boolean isOpen() {
        return true;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        Optional<Jid> address = Jid.parse(parts.getOrDefault("jid", ""));
        String show = address.flatMap(jid -> bridge.memberName(jid.bare()))
                .map(name -> bridge.presences().seen(name, Presences.Shown.EVERYBODY))
                .orElse(Presences.UNKNOWN);
        return Answer.text(200, "image/svg+xml", picture(show))
                .cached(Answer.Cache.MINUTE)
                .with("Cross-Origin-Resource-Policy", "cross-origin");
    }

    private static String picture(String show) {
        String colour = switch (show) {
            case "online", "chat" -> "#2e8b3d";
            case "away", "xa" -> "#d9941e";
            case "dnd" -> "#c0392b";
            default -> "none";
        };
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"16\" height=\"16\" viewBox=\"0 0 16 16\"><title>"
                + show
                + "</title><circle cx=\"8\" cy=\"8\" r=\"5\" fill=\"" + colour
                + "\" stroke=\"#777\" stroke-width=\"1.5\"/></svg>";
    }
}
