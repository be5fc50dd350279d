package org.ratatosk.bridge.cms;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which posts are worth fetching for a viewer, so that nobody can bury what may be seen under what may not: public ones, the
 * viewer's own, and, for members, friends' posts of authors who are not known to be strangers. What comes of it still has to pass
 * {@link Visibility}. Immutable.
 *
 * @param viewer the name of the member who looks, or {@code null} for somebody unknown
 * @param strangers authors whose friends' posts the viewer may not see, as far as that is known
 */
public record Sight(@Nullable String viewer, Set<String> strangers) {
    /** Keeps a copy of the set. */
    public Sight {
        strangers = Set.copyOf(strangers);
    }

    /** Of a viewer of whom no stranger is known yet. */
    public static Sight of(Viewer viewer) {
        return new Sight(viewer.memberName(), Set.of());
    }

    /** Whether a post is worth fetching. */
    public boolean takesIn(Post post) {
        return post.security() == Security.PUBLIC
                || (viewer != null
                        && (post.author().equals(viewer)
                                || (post.security() == Security.FRIENDS && !strangers.contains(post.author()))));
    }
}
