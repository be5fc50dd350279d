package org.ratatosk.bridge.cms;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.jid.Jid;

/**
 * The one rule on who may see what. A public post is for everybody, a friends' post for the author's contacts to whom the author
 * shows presence, a private one for the author. A comment is seen by whoever sees its post; while it is held, by the post's author
 * alone; once rejected, by nobody. Whatever cannot be found out is not seen. Thread-safe.
 */
public final class Visibility {
    /** Who is shown whose presence. Calls may block and throw a temporary {@link CmsException}. Thread-safe. */
    public interface Contacts {
        /** The bare addresses to which an account shows its presence. */
        Set<Jid> shownTo(Jid owner);
    }

    private final CmsAdapter cms;
    private final Contacts contacts;

    /**
     * @param cms where members are found
     * @param contacts where their contacts are found
     */
    public Visibility(CmsAdapter cms, Contacts contacts) {
        this.cms = cms;
        this.contacts = contacts;
    }

    /** Starts to look at several things at one moment; members and contacts are asked for once. */
    public Look look() {
        return new Look();
    }

    /** Whether a viewer may see a post. */
    public boolean sees(Viewer viewer, Post post) {
        return look().sees(viewer, post);
    }

    /** Whether a viewer may see a comment under a post. */
    public boolean sees(Viewer viewer, Post post, Comment comment) {
        return look().sees(viewer, post, comment);
    }

    /** One look at several things; to be used for a moment and thrown away. Confined to one thread. */
    public final class Look {
        private final Map<String, Optional<Member>> members = new HashMap<>();
        private final Map<String, Set<Jid>> friends = new HashMap<>();

        private Look() {}

        /** Whether a viewer may see a post. */
        public boolean sees(Viewer viewer, Post post) {
            return switch (post.security()) {
                case PUBLIC -> true;
                case FRIENDS -> isAuthor(viewer, post) || isFriend(viewer, post.author());
                case PRIVATE -> isAuthor(viewer, post);
            };
        }

        /** Whether a viewer may see a comment under a post. */
        public boolean sees(Viewer viewer, Post post, Comment comment) {
            boolean shown = switch (comment.state()) {
                case SHOWN -> true;
                case HELD -> isAuthor(viewer, post);
                case REJECTED, SPAM -> false;
            };
            return shown && comment.post() == post.number() && sees(viewer, post);
        }

        private boolean isAuthor(Viewer viewer, Post post) {
            return viewer.member().filter(post.author()::equals).isPresent();
        }

        /** Whether an author shows themselves to a viewer as to a friend. */
        public boolean isFriend(Viewer viewer, String author) {
            return viewer.member()
                    .flatMap(this::member)
                    .filter(member -> friendsOf(author).contains(member.home()))
                    .isPresent();
        }

        private Set<Jid> friendsOf(String author) {
            return friends.computeIfAbsent(
                    author,
                    key -> member(key).map(m -> contacts.shownTo(m.home())).orElse(Set.of()));
        }

        private Optional<Member> member(String name) {
            return members.computeIfAbsent(name, cms::member);
        }
    }
}
