package org.ratatosk.bridge;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.Manners;
import org.ratatosk.bridge.alerts.Notices;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Suspensions;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.MemberDesk;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.Engine;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.bridge.mail.Mailer;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.RemoteSite;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.bridge.remote.Subscriber;
import org.ratatosk.bridge.store.sql.Durably;
import org.ratatosk.server.jid.Jid;

/** {@link Bridge} by the parts of this module: what the pages may ask, passed on to the part that knows. Thread-safe. */
public final class SiteBridge implements Bridge {
    private final BridgeConfig config;
    private final SiteParts parts;

    private SiteBridge(BridgeConfig config, SiteParts parts) {
        this.config = config;
        this.parts = parts;
    }

    /**
     * Starts the bridge: attaches the bot, sends what an earlier run left, and puts the bot into the members' rosters.
     *
     * @param settings how many alerts and subscriptions there may be
     * @param engine the server that it runs on; it has to give power over accounts, as these are the members
     * @param db has the tables of {@code db/bridge}; whoever opened it closes it after the bridge
     * @param random for codes and ids
     */
    public static SiteBridge start(
            BridgeConfig config,
            AlertSettings settings,
            Engine engine,
            Durably db,
            InstantSource clock,
            SecureRandom random) {
        return start(config, settings, engine, db, clock, random, null, null, Commands::all);
    }

    /**
     * Starts the bridge of a site whose CMS is elsewhere, or that sends mail.
     *
     * @param elsewhere that CMS, or {@code null} for the own journal
     * @param mailer the way to the mail server, or {@code null} for no mail
     */
    public static SiteBridge start(
            BridgeConfig config,
            AlertSettings settings,
            Engine engine,
            Durably db,
            InstantSource clock,
            SecureRandom random,
            @Nullable RemoteSite elsewhere,
            @Nullable Mailer mailer) {
        return start(config, settings, engine, db, clock, random, elsewhere, mailer, Commands::all);
    }

    /** Starts it with other commands than the whole list. */
    static SiteBridge start(
            BridgeConfig config,
            AlertSettings settings,
            Engine engine,
            Durably db,
            InstantSource clock,
            SecureRandom random,
            @Nullable RemoteSite elsewhere,
            @Nullable Mailer mailer,
            Function<Commands, List<Command>> spoken) {
        SiteParts parts = new SiteParts(config, settings, engine, db, clock, random, elsewhere, mailer, spoken);
        parts.start();
        return new SiteBridge(config, parts);
    }

    @Override
    public Jid bot() {
        return config.bot();
    }

    @Override
    public String siteName() {
        return config.siteName();
    }

    @Override
    public String siteUrl() {
        return config.siteUrl();
    }

    @Override
    public String siteDomain() {
        return config.siteDomain();
    }

    @Override
    public Optional<String> memberName(Jid account) {
        return parts.names.of(account);
    }

    @Override
    public Optional<Member> member(String name) {
        return parts.cms.member(name);
    }

    @Override
    public List<Post> latest(Viewer viewer, long before, int limit) {
        return parts.reading.newest(null, viewer, before, limit);
    }

    @Override
    public List<Post> posts(String member, Viewer viewer, long before, int limit) {
        return parts.reading.newest(member, viewer, before, limit);
    }

    @Override
    public Optional<Post> post(long number, Viewer viewer) {
        return parts.reading.post(number, viewer);
    }

    @Override
    public List<Comment> comments(long post, Viewer viewer, int offset, int limit) {
        return parts.reading.comments(post, viewer, offset, limit);
    }

    @Override
    public int commentsBefore(long post, Viewer viewer, long number) {
        return parts.reading.commentsBefore(post, viewer, number);
    }

    @Override
    public List<Comment> heldComments(String member, int offset, int limit) {
        return parts.cms.heldComments(member, offset, limit);
    }

    @Override
    public Map<Long, Integer> commentCounts(List<Post> posts, Viewer viewer) {
        return parts.reading.commentCounts(posts, viewer);
    }

    @Override
    public Map<Long, Integer> likes(List<Long> numbers) {
        return parts.cms.countLikes(numbers);
    }

    @Override
    public void updateMember(Member member) {
        parts.cms.updateMember(member);
    }

    @Override
    public Comment comment(String member, long answered, String text, String key) {
        Reading.Target target = parts.reading
                .target(answered, Viewer.member(member))
                .orElseThrow(() -> new CmsException("There is no #" + answered + " that you can see.", false));
        CommentDraft draft =
                new CommentDraft(target.post().number(), target.parent(), member, true, text.strip(), false);
        return parts.patience.ask(() -> parts.cms.comment(draft, key), time -> {});
    }

    @Override
    public Comment moderate(String member, long comment, boolean show) {
        return parts.moderation.decide(member, comment, show ? Comment.State.SHOWN : Comment.State.REJECTED);
    }

    @Override
    public List<Identity> identities(String member) {
        return parts.identities.of(member);
    }

    @Override
    public List<LinkCode> pendingLinks(String member) {
        return parts.identities.pending(member);
    }

    @Override
    public LinkCode requestLink(String member, Jid address) {
        if (parts.cms.member(member).isEmpty()) {
            throw new CmsException("There is no member " + member + " here.", false);
        }
        return parts.identities.request(member, address);
    }

    @Override
    public void setRights(String member, Jid address, Set<Identity.Right> rights) {
        parts.identities.setRights(member, address, rights);
    }

    @Override
    public void unlink(String member, Jid address) {
        parts.identities.unlink(member, address);
    }

    @Override
    public List<Subscription> subscriptions(String member) {
        return parts.alerts.subscriptions(member);
    }

    @Override
    public List<String> suspensions(String member) {
        return parts.alerts.suspensions().of(member).stream()
                .map(bounces -> Suspensions.sentence(bounces) + ". \"on\", written to " + config.bot()
                        + ", lets them go again.")
                .toList();
    }

    @Override
    public void resume(String member) {
        parts.alerts.suspensions().resume(member);
    }

    @Override
    public Subscription subscribe(String member, Jid address, Target target, String value) {
        return parts.alerts.subscribe(member, address, target, value);
    }

    @Override
    public void unsubscribe(String member, long subscription) {
        parts.alerts.unsubscribe(member, subscription);
    }

    @Override
    public List<Identity> searchIdentities(String part, int offset, int limit) {
        return parts.identities.search(part, offset, limit);
    }

    @Override
    public List<Subscription> searchSubscriptions(String part, int offset, int limit) {
        return parts.alerts.searchSubscriptions(part, offset, limit);
    }

    @Override
    public List<Alert> alerts(Alert.@Nullable State state, int offset, int limit) {
        return parts.alerts.alerts(state, offset, limit);
    }

    @Override
    public Map<Alert.State, Integer> alertCounts() {
        return parts.alerts.counts();
    }

    @Override
    public Optional<Instant> oldestWaiting() {
        return parts.alerts.oldestWaiting();
    }

    @Override
    public void retry(long alert) {
        parts.alerts.retry(alert);
    }

    @Override
    public Trace trace(String who, long number, Function<Instant, String> times) {
        return parts.alerts.trace(who, number, times);
    }

    @Override
    public SiteKeys keys() {
        return parts.keys;
    }

    @Override
    public MemberDesk members() {
        return parts.desk;
    }

    @Override
    public Manners manners() {
        return parts.alerts.manners();
    }

    @Override
    public Mailboxes mailboxes() {
        return parts.mailboxes;
    }

    @Override
    public Presences presences() {
        return parts.presences;
    }

    @Override
    public Buddies buddies() {
        return parts.buddyDesk;
    }

    /** Whether there is nothing left to do for buddies. */
    boolean buddiesAreIdle() {
        return parts.buddies.isIdle();
    }

    @Override
    public Notices notices() {
        return parts.alerts.notices();
    }

    @Override
    public Optional<Subscriber> subscriber() {
        return parts.subscriber();
    }

    @Override
    public int hear(List<Change> changes) {
        return parts.hear(changes);
    }

    @Override
    public void memberAdded(Jid home) {
        parts.names.of(home).ifPresent(name -> parts.welcome(home.bare()));
    }

    @Override
    public void memberRemoved(Jid home) {
        parts.removed(home);
    }

    @Override
    public void close() {
        parts.close();
    }
}
