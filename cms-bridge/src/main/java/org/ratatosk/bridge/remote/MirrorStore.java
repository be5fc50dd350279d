package org.ratatosk.bridge.remote;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Contents;
import org.ratatosk.bridge.cms.MemberStore;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;

/**
 * What is kept of a CMS elsewhere. Each write is one transaction, durable when the call returns, and appends the events that tell of
 * it. Blocks on the database. Thread-safe.
 */
public interface MirrorStore extends Contents, MemberStore, MemberCredentials.Kept {
    /** What a key made, if anything. */
    Optional<Post> madePost(String key);

    /** What a key made, if anything. */
    Optional<Comment> madeComment(String key);

    /** The CMS's id of a post that is there. */
    Optional<String> postId(long number);

    /** The CMS's id of a comment that is there. */
    Optional<String> commentId(long number);

    /** Keeps a post that the CMS has made for us; if it was heard of before, under its number. */
    Post made(PostDraft draft, String key, Made made, Instant now);

    /** Keeps a comment that the CMS has made for us; if it was heard of before, under its number. */
    Comment made(CommentDraft draft, String key, Made made, Instant now);

    /** Keeps what the CMS has made of a changed post; nothing if it is there no more. */
    Optional<Post> edited(long number, PostDraft draft, Made made, Instant now);

    /** Keeps what the CMS has made of a changed comment; nothing if it is there no more. */
    Optional<Comment> edited(long number, String text, Made made);

    /** Removes a post with the comments under it, or a comment, that the CMS has deleted for us. */
    void delete(long number);

    /** Keeps that a member likes a post or a comment, or does so no more. */
    void like(long number, String member, boolean likes, Instant now);

    /** Changes the state of a comment; nothing if there is none of that number. */
    Optional<Comment> moderate(long number, Comment.State state, Instant now);

    /**
     * Takes changes over that the CMS pushed.
     *
     * @return how many were news
     */
    int apply(List<Change> changes, Instant now);

    /** Takes over what was read of the CMS's list, and how far that was. Until it was read to its end once, nobody is told. */
    void apply(RemoteCms.Changes page, Instant now);

    /**
     * What the CMS told last of one of its members.
     *
     * @param name how the member is called here; empty if it is gone, or was told before names were kept
     * @param active whether the member may log in
     * @param at when it was changed there
     */
    record Person(String name, boolean active, Instant at) {}

    /** What was {@link #heard} of a member, by the CMS's id. */
    Optional<Person> person(String id);

    /** The CMS's id of whoever has a name there, as far as was {@link #heard}. */
    Optional<String> idOf(String name);

    /** Keeps how a member is at the CMS now. */
    void heard(String id, Person person);

    /** Whether the CMS's list was read to its end once: what it told until then is no news. */
    boolean isFilled();

    /** How far the CMS's list was read; empty for not at all. */
    String cursor();
}
