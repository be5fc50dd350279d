package org.ratatosk.web.api;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.cms.MemberDesk;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.remote.Json;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.page.Answer;
import tools.jackson.databind.JsonNode;

/** Looks after one member, named by the login name at the CMS: makes or changes, deletes, renames, gives a picture. Immutable. */
public final class MemberEndpoint implements Endpoint {
    private static final String PATH = "/api/v1/members/{name}";
    private static final String AVATAR = PATH + "/avatar";
    private static final String NO_OBJECT = "The body has to be a JSON object.";

    private final Bridge bridge;
    private final String method;
    private final String path;
    private final Work work;

    private interface Work {
        Answer take(MemberDesk desk, String login, String body);
    }

    private MemberEndpoint(Bridge bridge, String method, String path, Work work) {
        this.bridge = bridge;
        this.method = method;
        this.path = path;
        this.work = work;
    }

    /** Makes a member, or changes one. */
    public static MemberEndpoint put(Bridge bridge) {
        return new MemberEndpoint(bridge, "PUT", PATH, MemberEndpoint::put);
    }

    /** Deletes a member. */
    public static MemberEndpoint delete(Bridge bridge) {
        return new MemberEndpoint(bridge, "DELETE", PATH, (desk, login, body) -> {
            desk.remove(login);
            return Answer.text(204, "text/plain", "");
        });
    }

    /** Gives a member another name. */
    public static MemberEndpoint rename(Bridge bridge) {
        return new MemberEndpoint(bridge, "POST", PATH + "/rename", MemberEndpoint::rename);
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
        return SiteKeys.Scope.MEMBERS;
    }

    @Override
    public Answer take(Map<String, String> parts, String body) {
        return work.take(bridge.members(), parts.getOrDefault("name", ""), body);
    }

    private static Answer put(MemberDesk desk, String login, String body) {
        Optional<JsonNode> asked = Json.read(body).filter(JsonNode::isObject);
        if (asked.isEmpty()) {
            return Problem.of(400, "No member", NO_OBJECT);
        }
        @Nullable String shown = asked.get().has("displayName") ? Json.text(asked.get(), "displayName") : null;
        JsonNode active = asked.get().get("active");
        if (active != null && !active.isBoolean()) {
            return Problem.of(422, "Not so", "\"active\" is true or false.");
        }
        MemberDesk.Done done = desk.put(login, shown, active == null ? null : active.booleanValue());
        desk.say(login, new Profile(null, given(asked.get(), "url"), given(asked.get(), "avatar")));
        return address(done.made() ? 201 : 200, done.home());
    }

    private static @Nullable String given(JsonNode asked, String name) {
        return asked.has(name) ? Json.text(asked, name) : null;
    }

    /** Gives a member a picture: where it is, or the picture itself. */
    public static MemberEndpoint avatar(Bridge bridge) {
        return new MemberEndpoint(bridge, "PUT", AVATAR, MemberEndpoint::avatar);
    }

    /** The site has no picture of a member any more. */
    public static MemberEndpoint noAvatar(Bridge bridge) {
        return new MemberEndpoint(bridge, "DELETE", AVATAR, (desk, login, body) -> {
            desk.say(login, new Profile(null, null, ""));
            return Answer.text(204, "text/plain", "");
        });
    }

    private static Answer avatar(MemberDesk desk, String login, String body) {
        JsonNode asked = Json.read(body).orElseGet(Json::object);
        String url = Json.text(asked, "url");
        String data = Json.text(asked, "data");
        if (url.isEmpty() == data.isEmpty()) {
            return Problem.of(
                    400, "No picture", NO_OBJECT + " It has either \"url\" or \"data\", the picture in base64.");
        }
        if (!url.isEmpty()) {
            desk.say(login, new Profile(null, null, url));
            return Answer.text(202, "text/plain", "");
        }
        try {
            desk.picture(login, Base64.getDecoder().decode(data));
        } catch (IllegalArgumentException e) {
            return Problem.of(422, "Not so", "\"data\" is not written in base64.");
        }
        return Answer.text(204, "text/plain", "");
    }

    private static Answer rename(MemberDesk desk, String login, String body) {
        String to = Json.read(body).map(asked -> Json.text(asked, "to")).orElse("");
        return to.isEmpty()
                ? Problem.of(400, "No name", NO_OBJECT + " Its \"to\" is the new name.")
                : address(200, desk.rename(login, to));
    }

    private static Answer address(int status, Jid home) {
        return Answer.text(
                status,
                "application/json",
                Json.object().put("address", home.toString()).toString());
    }
}
