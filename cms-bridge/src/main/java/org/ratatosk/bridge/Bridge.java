package org.ratatosk.bridge;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Manners;
import org.ratatosk.bridge.alerts.Notices;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.MemberDesk;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.bridge.remote.Subscriber;
import org.ratatosk.server.jid.Jid;

/**
 * The bridge as the web pages see it. What a viewer may not see is not there. Calls may block on the database or on the CMS and
 * throw {@link org.ratatosk.bridge.cms.CmsException} with a sentence for a person. Thread-safe.
 */
public interface Bridge extends AutoCloseable {
    /** The bot's address. */
    Jid bot();

    /** The site's name, for titles. */
    String siteName();

    /** The address of the site's pages, without a slash at the end, as in {@code https://example.org}. */
    String siteUrl();

    /** The main domain whose accounts are the members. */
    String siteDomain();

    /** The name of the member whose account an address would be; nothing if it is on none of the site's domains. */
    Optional<String> memberName(Jid account);

    // reading

    /** A member by name. */
    Optional<Member> member(String name);

    /** Posts of everybody that the viewer may see, newest first, before a number. */
    List<Post> latest(Viewer viewer, long before, int limit);

    /** Posts of a member that the viewer may see, newest first, before a number. */
    List<Post> posts(String member, Viewer viewer, long before, int limit);

    /** A post, if the viewer may see it. */
    Optional<Post> post(long number, Viewer viewer);

    /**
     * Some of the comments under a post that the viewer may see (held ones: the post's author only), in order of numbers, without
     * the first {@code offset} of them.
     */
    List<Comment> comments(long post, Viewer viewer, int offset, int limit);

    /** How many of them stand before a number. */
    int commentsBefore(long post, Viewer viewer, long number);

    /** How many comments the viewer may see under each of some posts; posts without any are left out. */
    Map<Long, Integer> commentCounts(List<Post> posts, Viewer viewer);

    /** How many members like each of some posts and comments; what nobody likes is left out. */
    Map<Long, Integer> likes(List<Long> numbers);

    // members' pages

    /** Changes what a member has set. */
    void updateMember(Member member);

    /** A member comments on a post, or on a comment under it, on the web; the same key twice is one comment. */
    Comment comment(String member, long answered, String text, String key);

    /** Comments that wait under any post of a member, in order of numbers, without the first {@code offset} of them. */
    List<Comment> heldComments(String member, int offset, int limit);

    /** The author of a post, shows or rejects a held comment under it. */
    Comment moderate(String member, long comment, boolean show);

    /** The proved addresses of a member. */
    List<Identity> identities(String member);

    /** Codes of a member that wait to be sent from their address; the codes themselves are not kept in words. */
    List<LinkCode> pendingLinks(String member);

    /** Makes a code for an address and tells the member; throws with a sentence if the address cannot be linked. */
    LinkCode requestLink(String member, Jid address);

    /** Changes what may be done from an address. */
    void setRights(String member, Jid address, Set<Identity.Right> rights);

    /** Gives an address up. */
    void unlink(String member, Jid address);

    /** The subscriptions of a member, at all addresses. */
    List<Subscription> subscriptions(String member);

    /** Where no alerts of a member go because too many in a row came back, each in a sentence. */
    List<String> suspensions(String member);

    /** Lets alerts go again to all addresses of a member from which too many came back. */
    void resume(String member);

    /** Adds a subscription; throws with a sentence when over the quota or when there is no such thing. */
    Subscription subscribe(String member, Jid address, Target target, String value);

    /** Removes a subscription of a member. */
    void unsubscribe(String member, long subscription);

    // console

    /** All proved addresses whose address or member contains a text. */
    List<Identity> searchIdentities(String part, int offset, int limit);

    /** All subscriptions whose address or member contains a text. */
    List<Subscription> searchSubscriptions(String part, int offset, int limit);

    /** Alerts in a state ({@code null}: in any), newest first. */
    List<Alert> alerts(Alert.@Nullable State state, int offset, int limit);

    /** How many alerts are in each state. */
    Map<Alert.State, Integer> alertCounts();

    /** When the oldest waiting alert was made. */
    Optional<Instant> oldestWaiting();

    /** Tries an alert again now that is waiting, bounced or dead. */
    void retry(long alert);

    /**
     * Why a person did, or did not, get the news of a post or comment.
     *
     * @param who a member's name or an address
     * @param times writes a time in the sentence
     */
    Trace trace(String who, long number, Function<Instant, String> times);

    // programs of the site

    /** The keys with which programs of the site sign what they ask. */
    SiteKeys keys();

    /** Where the site's programs look after its members. */
    MemberDesk members();

    /** How members want to hear of things. */
    Manners manners();

    /** Where members want mail. */
    Mailboxes mailboxes();

    /** Who is there, as far as members let it be seen. */
    Presences presences();

    /** Who has what to do with whom, as the site says. */
    Buddies buddies();

    /** What the site itself tells its members. */
    Notices notices();

    /**
     * The site's CMS tells what has changed there; durable when the call returns.
     *
     * @return how many of the changes were news
     * @throws org.ratatosk.bridge.cms.CmsException if the site has no CMS elsewhere
     */
    int hear(List<Change> changes);

    /** Whom a hub of the web meets that tells of the CMS's changes; nobody if there is no CMS elsewhere. */
    Optional<Subscriber> subscriber();

    /** Tells the bridge that an account was made on the site's domain, so that the bot appears in its roster. */
    void memberAdded(Jid home);

    /** Tells the bridge that an account of the site's domain was deleted, so that nothing of it stays behind for a later one. */
    void memberRemoved(Jid home);

    @Override
    void close();
}
