package org.ratatosk.bridge.remote;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tie;

/**
 * Something that a CMS tells of itself, in its own ids. It says how a thing is now, not what was done to it: the same one twice, or
 * one about what we have made ourselves, changes nothing. Immutable.
 */
public sealed interface Change {
    /** When, by the CMS's clock; an older change than what is known of the same thing is ignored. */
    Instant at();

    /**
     * A post is there, new or changed.
     *
     * @param id the CMS's id
     * @param link its page
     * @param author the login name of the member who wrote it
     * @param title possibly empty
     * @param text plain
     * @param security who may see it
     * @param tags possibly none
     * @param published when it was published
     */
    record PostChanged(
            String id,
            String link,
            String author,
            String title,
            String text,
            Security security,
            List<String> tags,
            Instant published,
            Instant at)
            implements Change {
        /** Keeps a copy of the list. */
        public PostChanged {
            tags = List.copyOf(tags);
        }
    }

    /** A post is there no more, or for nobody. */
    record PostGone(String id, Instant at) implements Change {}

    /**
     * A comment is there, new or changed.
     *
     * @param id the CMS's id
     * @param link its place
     * @param post the id of the post that it stands under
     * @param parent the id of the comment that it answers, or {@code null}
     * @param author a member's login name, or how somebody is called who is no member
     * @param authorIsMember whether it is a member
     * @param text plain
     * @param state whether it is shown
     * @param published when it was written
     */
    record CommentChanged(
            String id,
            String link,
            String post,
            @Nullable String parent,
            String author,
            boolean authorIsMember,
            String text,
            Comment.State state,
            Instant published,
            Instant at)
            implements Change {}

    /** Somebody has decided on a comment. */
    record CommentJudged(String id, Comment.State state, Instant at) implements Change {}

    /** A comment is there no more. */
    record CommentGone(String id, Instant at) implements Change {}

    /**
     * A member likes a post or a comment, or does so no more.
     *
     * @param id of the post or comment
     * @param member the login name
     * @param likes whether it is liked
     */
    record Liked(String id, String member, boolean likes, Instant at) implements Change {}

    /**
     * How one member stands to another now. Names are those with which they log in.
     *
     * @param by the one of the two who changed it
     */
    record Tied(Tie tie, Tie.State state, String by, Instant at) implements Change {}

    /**
     * A member is there, new or changed.
     *
     * @param id the CMS's id
     * @param name the login name
     * @param displayName how the member is shown
     * @param active whether the member may log in
     * @param passwordChanged when the member's password was changed, if that is why this is told
     * @param page the address of the member's page; {@code null} if nothing is said of it, "" if there is none
     * @param picture the address of the member's picture, likewise
     * @param presence who may see on the site whether they are there, or {@code null} if nothing is said of it
     */
    record MemberChanged(
            String id,
            String name,
            String displayName,
            boolean active,
            @Nullable Instant passwordChanged,
            @Nullable String page,
            @Nullable String picture,
            Presences.@Nullable Shown presence,
            Instant at)
            implements Change {
        /** A member of whom no more is said. */
        public MemberChanged(String id, String name, String displayName, boolean active, Instant at) {
            this(id, name, displayName, active, null, null, null, null, at);
        }
    }

    /** A member is there no more. Whoever has the name later is somebody else. */
    record MemberGone(String id, String name, Instant at) implements Change {}
}
