package org.ratatosk.bridge.cms;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who looks: a member, or somebody unknown, who sees what is public. Immutable.
 *
 * @param memberName the member's name, or {@code null} for somebody unknown
 */
public record Viewer(@Nullable String memberName) {
    /** Somebody unknown. */
    public static final Viewer ANYBODY = new Viewer(null);

    /** A member. */
    public static Viewer member(String name) {
        return new Viewer(name);
    }

    /** The member's name, if it is one. */
    public Optional<String> member() {
        return Optional.ofNullable(memberName);
    }
}
