package org.ratatosk.bridge.remote;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Tie.Kind;
import org.ratatosk.bridge.cms.Tie.State;
import tools.jackson.databind.JsonNode;

/** Activities that tell what one member has to do with another: who follows, agrees, blocks, or has somebody in a list of contacts. */
final class Ties {
    private static final Set<String> OWN = Set.of("Follow", "Block", "Add", "Remove");
    private static final Set<String> ABOUT = Set.of("Accept", "Reject", "Undo");

    private Ties() {}

    /** Whether an activity is of this kind. */
    static boolean isOne(JsonNode activity) {
        String type = Json.text(activity, "type");
        return OWN.contains(type)
                || (ABOUT.contains(type) && Set.of("Follow", "Block").contains(part(activity, "object", "type")));
    }

    /** What it says; nothing if it does not name two members. */
    static Optional<Change> read(JsonNode activity, Instant at) {
        String by = part(activity, "actor", "preferredUsername");
        String object = part(activity, "object", "preferredUsername");
        return switch (Json.text(activity, "type")) {
            case "Follow" -> tied(Kind.FOLLOWS, by, object, State.ASKED, by, at);
            case "Block" -> tied(Kind.BLOCKS, by, object, State.YES, by, at);
            case "Add" -> noted(activity, by, object, State.YES, at);
            case "Remove" -> noted(activity, by, object, State.NO, at);
            case "Accept" -> answered(activity, by, State.YES, at);
            default -> answered(activity, by, State.NO, at);
        };
    }

    private static Optional<Change> noted(JsonNode activity, String by, String other, State state, Instant at) {
        return part(activity, "target", "name").equals("contacts")
                ? tied(Kind.NOTES, by, other, state, by, at)
                : Optional.empty();
    }

    private static Optional<Change> answered(JsonNode activity, String by, State state, Instant at) {
        JsonNode object = activity.get("object");
        String owner = part(object, "actor", "preferredUsername");
        String other = part(object, "object", "preferredUsername");
        if (!Json.text(object, "type").equals("Block")) {
            return tied(Kind.FOLLOWS, owner, other, state, by, at);
        }
        return Json.text(activity, "type").equals("Undo")
                ? tied(Kind.BLOCKS, owner.isEmpty() ? by : owner, other, State.NO, by, at)
                : Optional.empty();
    }

    private static Optional<Change> tied(Kind kind, String owner, String other, State state, String by, Instant at) {
        return owner.isEmpty() || other.isEmpty() || owner.equals(other)
                ? Optional.empty()
                : Optional.of(new Change.Tied(new Tie(kind, owner, other), state, by, at));
    }

    private static String part(@Nullable JsonNode node, String member, String name) {
        @Nullable JsonNode part = node == null ? null : node.get(member);
        return part == null ? "" : Json.text(part, name);
    }
}
