package org.ratatosk.bridge.remote;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tags;
import tools.jackson.databind.JsonNode;

/**
 * Activities (ActivityStreams 2.0) as changes of a CMS. What is unknown or lacks what it needs is no change: a CMS may tell more
 * than we understand.
 */
public final class Activities {
    private static final Set<String> TEXTS = Set.of("Article", "Note", "Page");
    private static final Set<String> PEOPLE = Set.of("Person", "Service", "Application");

    private Activities() {}

    /** One activity; empty if it is nothing for us. */
    public static Optional<Change> read(JsonNode activity) {
        JsonNode object = activity.get("object");
        if (object == null) {
            return Optional.empty();
        }
        Instant at = Json.time(activity, "published").orElse(Instant.EPOCH);
        if (Ties.isOne(activity)) {
            return Ties.read(activity, at);
        }
        if (Json.text(activity, "type").equals("Undo")) {
            return undone(activity, object, at);
        }
        String id = Json.id(object);
        if (id.isEmpty() || id.length() > RemoteCms.MAX_ID) {
            return Optional.empty();
        }
        return switch (Json.text(activity, "type")) {
            case "Create", "Update" -> changed(activity, object, Comment.State.SHOWN, at);
            case "Offer" -> changed(activity, object, Comment.State.HELD, at);
            case "Accept" -> judged(activity, object, Comment.State.SHOWN, at);
            case "Reject" -> judged(activity, object, Comment.State.REJECTED, at);
            case "Delete" -> gone(activity, object, at);
            case "Like" -> liked(activity, object, true, at);
            default -> Optional.empty();
        };
    }

    private static Optional<Change> changed(JsonNode activity, JsonNode object, Comment.State state, Instant at) {
        String type = Json.text(object, "type");
        if (PEOPLE.contains(type)) {
            return person(object, at);
        }
        if (!TEXTS.contains(type)) {
            return Optional.empty();
        }
        Instant published = Json.time(object, "published").orElse(at);
        Instant changed = Json.time(object, "updated").orElse(later(published, at));
        String link = Json.text(object, "url");
        String id = Json.id(object);
        JsonNode author = author(activity, object);
        String answered = object.has("inReplyTo") ? Json.id(object.get("inReplyTo")) : "";
        if (!answered.isEmpty()) {
            return comment(object, author, answered, new When(published, changed), state);
        }
        String name = Json.text(author, "preferredUsername");
        if (name.isEmpty() || state != Comment.State.SHOWN) {
            return Optional.empty();
        }
        return Optional.of(new Change.PostChanged(
                id,
                link.length() > RemoteCms.MAX_LINK ? "" : link,
                name,
                PlainText.line(PlainText.of(Json.text(object, "name"))),
                text(object),
                security(object.get("to")),
                tags(object.get("tag")),
                published,
                changed));
    }

    private record When(Instant published, Instant changed) {}

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Optional<Change> comment(
            JsonNode object, JsonNode author, String answered, When when, Comment.State state) {
        String context = object.has("context") ? Json.id(object.get("context")) : "";
        String post = context.isEmpty() ? answered : context;
        @Nullable String parent = post.equals(answered) ? null : answered;
        String member = Json.text(author, "preferredUsername");
        String shown = PlainText.line(Json.text(author, "name"));
        String link = Json.text(object, "url");
        return Optional.of(new Change.CommentChanged(
                Json.id(object),
                link.length() > RemoteCms.MAX_LINK ? "" : link,
                post,
                parent,
                member.isEmpty() ? (shown.isEmpty() ? "somebody" : shown) : member,
                !member.isEmpty(),
                text(object),
                state,
                when.published(),
                when.changed()));
    }

    private static Optional<Change> judged(JsonNode activity, JsonNode object, Comment.State state, Instant at) {
        JsonNode inner =
                Json.text(object, "type").equals("Offer") && object.has("object") ? object.get("object") : object;
        if (inner.isObject() && TEXTS.contains(Json.text(inner, "type")) && inner.has("inReplyTo")) {
            return changed(activity, inner, state, at);
        }
        return Json.id(inner).isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.CommentJudged(Json.id(inner), state, at));
    }

    /** A tombstone says what it was; what does not say so can have been either, and is a comment if it answered something. */
    private static Optional<Change> gone(JsonNode activity, JsonNode object, Instant at) {
        Instant when = Json.time(object, "deleted").orElse(at);
        String was = Json.text(object, "formerType");
        String type = was.isEmpty() ? Json.text(object, "type") : was;
        if (PEOPLE.contains(type)) {
            String name = Json.text(object, "preferredUsername");
            return name.isEmpty() ? Optional.empty() : Optional.of(new Change.MemberGone(Json.id(object), name, when));
        }
        boolean comment =
                object.has("inReplyTo") || activity.has("inReplyTo") || (type.equals("Note") && !was.isEmpty());
        return Optional.of(
                comment ? new Change.CommentGone(Json.id(object), when) : new Change.PostGone(Json.id(object), when));
    }

    private static Optional<Change> undone(JsonNode activity, JsonNode undone, Instant at) {
        JsonNode object = undone.get("object");
        return object == null || !Json.text(undone, "type").equals("Like")
                ? Optional.empty()
                : liked(activity, object, false, at);
    }

    private static Optional<Change> liked(JsonNode activity, JsonNode object, boolean likes, Instant at) {
        String id = Json.id(object);
        String member = Json.text(author(activity, Json.object()), "preferredUsername");
        return id.isEmpty() || id.length() > RemoteCms.MAX_ID || member.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Liked(id, member, likes, at));
    }

    /** What else is said of somebody. */
    static Profile profile(JsonNode person) {
        return new Profile(null, address(person, "url"), address(person, person.has("icon") ? "icon" : "image"));
    }

    private static Optional<Change> person(JsonNode object, Instant at) {
        String name = Json.text(object, "preferredUsername");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        JsonNode active = object.get("active");
        Profile profile = profile(object);
        return Optional.of(new Change.MemberChanged(
                Json.id(object),
                name,
                PlainText.line(Json.text(object, "name")),
                active == null || !active.isBoolean() || active.booleanValue(),
                Json.time(object, "passwordChanged").orElse(null),
                profile.page(),
                profile.picture(),
                shown(Json.text(object, "presence")),
                Json.time(object, "updated").orElse(at)));
    }

    /** The address of something; "" if it is said that there is none, {@code null} if nothing is said. Of several it is the first. */
    private static @Nullable String address(JsonNode object, String name) {
        JsonNode value = object.get(name);
        if (value == null) {
            return null;
        }
        JsonNode one = value.isArray() && !value.isEmpty() ? value.get(0) : value;
        if (one.isString()) {
            return one.stringValue();
        }
        return Json.text(one, one.has("url") ? "url" : "href");
    }

    private static Presences.@Nullable Shown shown(String presence) {
        return switch (presence) {
            case "" -> null;
            case "everybody" -> Presences.Shown.EVERYBODY;
            case "members" -> Presences.Shown.MEMBERS;
            default -> Presences.Shown.NOBODY;
        };
    }

    private static JsonNode author(JsonNode activity, JsonNode object) {
        JsonNode own = object.get("attributedTo");
        JsonNode actor = activity.get("actor");
        return own != null && own.isObject() ? own : actor != null && actor.isObject() ? actor : Json.object();
    }

    private static String text(JsonNode object) {
        JsonNode source = object.get("source");
        if (source != null && Json.text(source, "mediaType").equals("text/plain")) {
            return Json.text(source, "content").strip();
        }
        String content = Json.text(object, "content");
        return Json.text(object, "mediaType").equals("text/plain") ? content.strip() : PlainText.of(content);
    }

    private static List<String> tags(@Nullable JsonNode tags) {
        List<String> names = new ArrayList<>();
        for (JsonNode tag : list(tags)) {
            String name = Tags.clean(tag.isString() ? tag.stringValue() : Json.text(tag, "name"))
                    .replace(',', ' ')
                    .strip();
            if (!name.isEmpty() && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** For whom something is: nobody named, or the public, is everybody; whom we do not know is nobody. */
    private static Security security(@Nullable JsonNode to) {
        List<String> names = list(to).stream().map(Json::id).toList();
        if (names.isEmpty()
                || names.stream()
                        .anyMatch(
                                Set.of("as:Public", "Public", "https://www.w3.org/ns/activitystreams#Public")
                                        ::contains)) {
            return Security.PUBLIC;
        }
        return names.stream().anyMatch(name -> name.equals("followers") || name.endsWith("/followers"))
                ? Security.FRIENDS
                : Security.PRIVATE;
    }

    private static List<JsonNode> list(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return List.of();
        }
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).toList() : List.of(node);
    }
}
