package org.ratatosk.bridge.remote;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Profile;

/**
 * What a CMS elsewhere has to do. One class for each kind of CMS; all of them pass the same test. Ids are the CMS's own and for
 * life, at most {@link #MAX_ID} characters.
 *
 * <p>Every call may block, and may throw {@link CmsException} with a sentence for a person: a temporary one
 * if the CMS may have done it or would do it later. Whoever gets a temporary one asks again with the same {@code key}; the same key
 * again gives what the first call made and makes nothing. What needs a power that is not in {@link #powers()} is not asked for, and
 * need not be written. Thread-safe.
 */
public interface RemoteCms {
    /** The longest id. */
    int MAX_ID = 1000;

    /** The longest link. */
    int MAX_LINK = 2000;

    /** What a CMS can do. */
    enum Power {
        PUBLISH,
        /** Keeps tags of posts. */
        TAGS,
        EDIT,
        DELETE,
        COMMENT,
        /** Edits and deletes comments, as whoever wrote them. */
        EDIT_COMMENTS,
        MODERATE,
        /** Keeps who likes what. */
        LIKE,
        /** Asks a member's password. */
        PASSWORD,
        /** Gives what proves that we act as a member. */
        CREDENTIALS,
        /** Keeps who has what to do with whom. A CMS may lack that on a site although its adapter has it. */
        BUDDIES,
        /** Tells what has changed: new posts, and others again. */
        CHANGES,
        /** Tells of comments, too. */
        COMMENT_CHANGES,
        /** Tells what is gone, too. */
        DELETIONS
    }

    /** What an id can be of. */
    enum Kind {
        POST,
        COMMENT
    }

    /** What becomes of a comment. */
    enum Verdict {
        APPROVE,
        HOLD,
        SPAM,
        TRASH
    }

    /** What a member does about another one. */
    enum Deed {
        /** Asks to see whether the other is there. */
        FOLLOW,
        UNFOLLOW,
        /** Agrees that the other, who has asked, sees the member. */
        ACCEPT,
        /** Does not agree, or not any more. */
        REJECT,
        BLOCK,
        UNBLOCK
    }

    /** The name of its kind in the configuration, as in {@code wordpress}. */
    String name();

    /** What it can do. */
    Set<Power> powers();

    /** Publishes a post. Whom the CMS cannot keep it for, it does not get: then it throws. */
    default Made publish(Author as, PostDraft draft, String key) {
        throw cannot();
    }

    /** Puts a post in the place of what it was. */
    default Made edit(Author as, String post, PostDraft draft, String key) {
        throw cannot();
    }

    /** Deletes a post; one that is gone already is no error. */
    default void delete(Author as, String post, String key) {
        throw cannot();
    }

    /** Adds a comment. */
    default Made comment(Author as, Remark remark, String key) {
        throw cannot();
    }

    /** Puts the text of a comment in the place of what it was. */
    default Made editComment(Author as, String comment, String text, String key) {
        throw cannot();
    }

    /** Deletes a comment; one that is gone already is no error. */
    default void deleteComment(Author as, String comment, String key) {
        throw cannot();
    }

    /** Decides on a comment, as somebody who may. */
    default void moderate(Author as, String comment, Verdict verdict, String key) {
        throw cannot();
    }

    /** Keeps that a member likes a post or a comment, or does so no more; what is so already is no error. */
    default void like(Author as, Kind kind, String id, boolean likes, String key) {
        throw new CmsException("The website does not keep what people like. Nothing was done.", false);
    }

    /** Does as a member what that member did about another one; what is so already is no error. */
    default void buddy(Author as, Deed deed, String other, String key) {
        throw cannot();
    }

    /**
     * The whole list of who has what to do with whom, as it is now, page by page: each is a {@link Change.Tied}.
     *
     * @param from where the page before ended; empty for the first
     * @return nothing if nobody keeps such a list on this site
     */
    default Optional<Changes> buddies(String from) {
        throw cannot();
    }

    /** Who logs in at the CMS with this name and password; nobody if they are wrong. */
    default Optional<Person> checkPassword(String user, String password) {
        throw cannot();
    }

    /**
     * A new credential by which we act as a member, in the place of the one before.
     *
     * @param user the login name
     * @return nothing if this CMS wants none; throws with a sentence if it, or the member, does not let us
     */
    default Optional<Credential> credential(String user) {
        return Optional.empty();
    }

    /**
     * What has changed, oldest first.
     *
     * @param cursor where the last reading ended, as {@link Changes#next} said; empty for the beginning
     */
    default Changes changes(String cursor) {
        throw cannot();
    }

    /**
     * Who tells as soon as there is something to read, as the website said.
     *
     * @param cursor where the last reading ended
     */
    default Optional<Hub> hub(String cursor) {
        return Optional.empty();
    }

    /**
     * Looks whether the CMS is there and takes our credential, without changing anything.
     *
     * @return what there is to tell, as sentences for the owner; throws if it is not
     */
    List<String> look();

    private static CmsException cannot() {
        return new CmsException("That cannot be done on the website from here. Nothing was done.", false);
    }

    /**
     * As whom something is done.
     *
     * @param name the member's login name, or the address of somebody who is no member
     * @param isMember whether it is a member
     * @param credential what proves to the CMS that we act as that member, if it wants any
     */
    record Author(String name, boolean isMember, @Nullable Credential credential) {
        /** A member of a CMS that wants no credential. */
        public static Author member(String name) {
            return new Author(name, true, null);
        }

        /** Somebody who is no member. */
        public static Author stranger(String address) {
            return new Author(address, false, null);
        }
    }

    /** A login and a secret by which one member's things can be done. Never shown. */
    record Credential(String user, String password) {
        /** Reads {@code LOGIN:PASSWORD}; empty if it is none. */
        public static Optional<Credential> read(String text) {
            int colon = text.indexOf(':');
            return colon <= 0 || colon == text.length() - 1
                    ? Optional.empty()
                    : Optional.of(new Credential(text.substring(0, colon), text.substring(colon + 1)));
        }

        @Override
        public String toString() {
            return "Credential[of " + user + "]";
        }
    }

    /**
     * What is to become a comment.
     *
     * @param post the post's id
     * @param parent the id of the comment that it answers, or {@code null} if it answers the post
     * @param text as it was written
     * @param held whether somebody has to approve it first
     */
    record Remark(String post, @Nullable String parent, String text, boolean held) {}

    /**
     * Somebody who can log in at the CMS.
     *
     * @param name the login name
     * @param displayName how the person is shown
     * @param id the CMS's id
     * @param roles what the CMS calls the person's rights
     * @param profile what else it says of the person
     */
    record Person(String name, String displayName, String id, Set<String> roles, Profile profile) {
        /** Somebody of whom no more is said. */
        public Person(String name, String displayName, String id, Set<String> roles) {
            this(name, displayName, id, roles, Profile.SILENT);
        }

        /** Keeps a copy of the set. */
        public Person {
            roles = Set.copyOf(roles);
        }
    }

    /**
     * Changes, oldest first.
     *
     * @param list what has changed
     * @param next where to go on
     * @param more whether there is more to read at once
     */
    record Changes(List<Change> list, String next, boolean more) {
        /** Keeps a copy of the list. */
        public Changes {
            list = List.copyOf(list);
        }
    }
}
