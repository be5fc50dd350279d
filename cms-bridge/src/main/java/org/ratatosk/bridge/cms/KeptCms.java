package org.ratatosk.bridge.cms;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ratatosk.bridge.config.Limits;
import org.ratatosk.server.jid.Jid;

/**
 * A CMS whose posts and comments are kept in the bridge's own tables, be it the only place where they are or a mirror of another,
 * and whose members are the accounts of this server. Thread-safe.
 */
public abstract class KeptCms implements CmsAdapter {
    /** Which accounts there are. Calls may block and throw a temporary {@link CmsException}. Thread-safe. */
    public interface Accounts {
        /** What tells an enabled account from an earlier one of the same address; nothing if there is no such account. */
        Optional<String> incarnation(Jid home);

        /** Makes an account without a password; false if there is one already. */
        default boolean create(Jid home) {
            return false;
        }

        /** Whether an account is an admin's, which no CMS disables or deletes. */
        default boolean isAdmin(Jid home) {
            return false;
        }

        /** Lets its owner log in, or no more; false if there is no such account, or it is an admin's, which stays as it is. */
        default boolean setEnabled(Jid home, boolean enabled) {
            return false;
        }

        /** The password that its owner has at the CMS was changed there: what was begun with it ends. */
        default void endLogins(Jid home) {}

        /** Deletes an account with all that hangs on it; false if there is none, or it is an admin's, which stays. */
        default boolean delete(Jid home) {
            return false;
        }
    }

    /** What hangs on members and events. Thread-safe. */
    public interface Listener {
        /** There is something new in the event log. Must not block. */
        default void happened() {}

        /** A member was seen for the first time, or may log in again. Must not block. */
        default void arrived(Jid home) {}

        /** The site says something of a member. May block. */
        default void says(String name, Profile said) {}

        /** A member has another name. May block. */
        default void renamed(String name, String to) {}

        /** The site has no such member any more. May block. */
        default void removed(String name) {}

        /** A member has chosen on the site who may see whether they are there. */
        default void showsPresence(String name, Presences.Shown shown) {}

        /**
         * The site says how one member stands to another. May block, and keeps it before it returns.
         *
         * @param by who did it
         * @param at when it changed on the site
         * @param live whether it happens now, and is not history
         */
        default void tied(Tie tie, Tie.State state, String by, Instant at, boolean live) {}

        /**
         * A member's account was deleted and made again: whatever hangs on the earlier one has to go. May block, and must not ask
         * for that member.
         */
        default void left(String name, Jid home) {}
    }

    private final Contents contents;
    private final MemberStore memberStore;
    private final Members members;
    private final Drafts drafts;

    /** @param names how members are called */
    protected KeptCms(Contents contents, MemberStore memberStore, Accounts accounts, Names names, Limits limits) {
        this.contents = contents;
        this.memberStore = memberStore;
        this.members = new Members(memberStore, accounts, names, limits);
        this.drafts = new Drafts(limits);
    }

    /** Tells somebody from now on what happens. */
    public final void listen(Listener listener) {
        members.listen(listener);
    }

    /** Tells whoever listens that there is something new in the event log. */
    protected final void happened() {
        members.happened();
    }

    /** Throws with a sentence if a post cannot be made. */
    protected final void check(PostDraft draft) {
        members.required(draft.author());
        drafts.check(draft);
    }

    /** Throws with a sentence if a comment cannot be made. */
    protected final void check(CommentDraft draft) {
        if (draft.authorIsMember()) {
            members.required(draft.author());
        }
        drafts.checkComment(draft.text());
    }

    /** Throws with a sentence if that cannot be a comment's text. */
    protected final void checkComment(String text) {
        drafts.checkComment(text);
    }

    /** There is nothing of that number. */
    protected static CmsException none(long number) {
        return new CmsException("There is no #" + number + ".", false);
    }

    /** Makes the account of a member; false if there is one already. */
    public final boolean make(String name) {
        return members.make(name);
    }

    /** Lets a member log in, or no more, which ends the member's sessions; admins are left as they are. */
    public final void setEnabled(String name, boolean enabled) {
        members.setEnabled(name, enabled);
    }

    /** A member's password was changed at the CMS: what was begun with it ends. */
    public final void endLogins(String name) {
        members.endLogins(name);
    }

    /** The account of a member is deleted with all that hangs on it; whoever has the name later is somebody else. Admins stay. */
    public final void remove(String name) {
        members.remove(name);
    }

    /** A member has another name: what was written and linked goes along, what the account had does not. */
    public final void rename(String name, String to) {
        members.rename(name, to);
    }

    /** A member has chosen on the site who may see whether they are there. */
    public final void memberShowsPresence(String name, Presences.Shown shown) {
        members.showsPresence(name, shown);
    }

    /** Takes over what is said of a member elsewhere. */
    public final void memberIs(String name, Profile said) {
        members.says(name, said);
    }

    /** The site says how one member stands to another. */
    public final void tied(Tie tie, Tie.State state, String by, Instant at, boolean live) {
        members.tied(tie, state, by, at, live);
    }

    /** Removes what a member who is gone has left, so that a later one of the same name inherits nothing. */
    public final void forget(String member) {
        memberStore.forget(member);
    }

    @Override
    public final Optional<Member> member(String name) {
        return members.member(name);
    }

    @Override
    public final void updateMember(Member member) {
        members.updateMember(member);
    }

    @Override
    public final Optional<Post> post(long number) {
        return contents.post(number);
    }

    @Override
    public final Optional<Comment> findComment(long number) {
        return contents.findComment(number);
    }

    @Override
    public final OptionalLong made(String key) {
        return contents.made(key);
    }

    @Override
    public final Map<Long, Integer> countLikes(List<Long> numbers) {
        return contents.countLikes(numbers);
    }

    @Override
    public final List<Comment> comments(long post, Set<Comment.State> states, int offset, int limit) {
        return contents.comments(post, states, offset, limit);
    }

    @Override
    public final int commentsBefore(long post, Set<Comment.State> states, long number) {
        return contents.commentsBefore(post, states, number);
    }

    @Override
    public final List<Comment> heldComments(String author, int offset, int limit) {
        return contents.heldComments(author, offset, limit);
    }

    @Override
    public final Map<Long, Integer> countComments(List<Long> posts, Comment.State state) {
        return contents.countComments(posts, state);
    }

    @Override
    public final List<Post> postsOf(String member, Sight sight, long before, int limit) {
        return contents.postsOf(member, sight, before, limit);
    }

    @Override
    public final List<Post> latest(Sight sight, long before, int limit) {
        return contents.latest(sight, before, limit);
    }
}
