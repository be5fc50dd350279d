package org.ratatosk.bridge;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.Alerts;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.bot.Bot;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.bot.RequestStore;
import org.ratatosk.bridge.bot.RoomQuestions;
import org.ratatosk.bridge.bot.SerialPool;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Journal;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.BotContact;
import org.ratatosk.bridge.engine.Engine;
import org.ratatosk.bridge.engine.EngineAccounts;
import org.ratatosk.bridge.engine.LateSender;
import org.ratatosk.bridge.engine.RosterContacts;
import org.ratatosk.bridge.identity.Codes;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.store.sql.Durably;
import org.ratatosk.bridge.store.sql.SqlAlerts;
import org.ratatosk.bridge.store.sql.SqlEventLog;
import org.ratatosk.bridge.store.sql.SqlFanOut;
import org.ratatosk.bridge.store.sql.SqlIdentityStore;
import org.ratatosk.bridge.store.sql.SqlJournalStore;
import org.ratatosk.bridge.store.sql.SqlRequestStore;
import org.ratatosk.bridge.store.sql.SqlSubscriptions;
import org.ratatosk.server.jid.Jid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridge, built from the top of its constructor to the bottom: the journal, identities, who sees what, alerts, the bot.
 * Thread-safe.
 */
public final class SiteBridge implements Bridge {
    private static final Logger LOG = LoggerFactory.getLogger(SiteBridge.class);
    private static final Duration REQUESTS_KEPT = Duration.ofDays(8);

    private final BridgeConfig config;
    private final InstantSource clock;
    private final Names names;
    private final Journal journal;
    private final Identities identities;
    private final SiteAddresses addresses;
    private final Reading reading;
    private final Alerts alerts;
    private final RequestStore requests;
    private final Bot bot;
    private final BotContact contact;
    private final LateSender sender = new LateSender();
    private final SerialPool pool;
    private final ScheduledExecutorService tidying = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bridge-tidy");
        thread.setDaemon(true);
        return thread;
    });

    private SiteBridge(
            BridgeConfig config,
            AlertSettings settings,
            Engine engine,
            Engine.Accounts accounts,
            Durably db,
            InstantSource clock,
            SecureRandom random) {
        this.config = config;
        this.clock = clock;
        this.names = new Names(config.siteDomains());
        this.journal = new Journal(
                new SqlJournalStore(db, new Links(config.siteUrl())),
                new EngineAccounts(accounts),
                names,
                config.limits(),
                clock);
        RoomQuestions rooms = new RoomQuestions(config.bot(), sender);
        this.identities =
                new Identities(new SqlIdentityStore(db), names, config.bot(), rooms, new Codes(random), clock);
        this.addresses = new SiteAddresses(names, journal, identities);
        Visibility visibility = new Visibility(journal, new RosterContacts(engine));
        this.reading = new Reading(journal, visibility);
        this.alerts = new Alerts(
                config.bot(),
                new Alerts.Stores(new SqlEventLog(db), new SqlFanOut(db), new SqlSubscriptions(db), new SqlAlerts(db)),
                new Alerts.Site(journal, addresses, visibility),
                sender,
                settings,
                random,
                clock);
        journal.listen(alerts::wake);
        identities.listen(alerts);
        Commands commands =
                new Commands(config, journal, visibility, identities, alerts.subscriptions(), alerts, clock);
        this.requests = new SqlRequestStore(db);
        this.pool = new SerialPool(
                "bot", config.limits().botThreads(), config.limits().waitingPerSender());
        this.bot = new Bot(
                config,
                sender,
                new Bot.Parts(commands.all(), this::caller, requests, alerts.deliveries(), rooms, pool, clock));
        this.contact = new BotContact(config, engine);
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
        Engine.Accounts accounts = engine.accounts()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The own journal needs a server that tells which accounts it has"));
        SiteBridge bridge = new SiteBridge(config, settings, engine, accounts, db, clock, random);
        bridge.sender.use(engine.attach(config.bot(), bridge.bot));
        bridge.alerts.start();
        bridge.tidying.execute(bridge.contact::putAll);
        bridge.tidying.scheduleWithFixedDelay(bridge::tidy, 1, 60, TimeUnit.MINUTES);
        LOG.info("The bot of {} is {}", config.siteName(), config.bot());
        return bridge;
    }

    private void tidy() {
        try {
            identities.clean();
            requests.forgetBefore(clock.instant().minus(REQUESTS_KEPT));
        } catch (RuntimeException e) {
            LOG.warn("Tidying up failed: {}", e.getMessage());
        }
    }

    private Optional<Command.Caller> caller(Jid bare) {
        return addresses.holder(bare).map(h -> new Command.Caller(h.member(), bare, h.rights(), h.home()));
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
    public Optional<Member> member(String name) {
        return journal.member(name);
    }

    @Override
    public Optional<Member> memberAt(Jid address) {
        return addresses.holder(address.bare()).map(holder -> holder.member());
    }

    @Override
    public List<Post> latest(Viewer viewer, long before, int limit) {
        return reading.newest(null, viewer, before, limit);
    }

    @Override
    public List<Post> posts(String member, Viewer viewer, long before, int limit) {
        return reading.newest(member, viewer, before, limit);
    }

    @Override
    public Optional<Post> post(long number, Viewer viewer) {
        return reading.post(number, viewer);
    }

    @Override
    public List<Comment> comments(long post, Viewer viewer) {
        return reading.comments(post, viewer);
    }

    @Override
    public void updateMember(Member member) {
        journal.updateMember(member);
    }

    @Override
    public Comment comment(String member, long answered, String text, String key) {
        Reading.Target target = reading.target(answered, Viewer.member(member))
                .orElseThrow(() -> new CmsException("There is no #" + answered + " that you can see.", false));
        return journal.comment(
                new CommentDraft(target.post().number(), target.parent(), member, true, text.strip(), false), key);
    }

    @Override
    public Comment moderate(String member, long comment, boolean show) {
        Optional<Post> post = journal.findComment(comment).flatMap(c -> journal.post(c.post()));
        if (post.filter(p -> p.author().equals(member)).isEmpty()) {
            throw new CmsException("There is no comment #" + comment + " under a post of yours.", false);
        }
        Comment.State state = show ? Comment.State.SHOWN : Comment.State.REJECTED;
        return journal.moderate(comment, state, "moderate-" + comment + "-" + state);
    }

    @Override
    public List<Identity> identities(String member) {
        return identities.of(member);
    }

    @Override
    public List<LinkCode> pendingLinks(String member) {
        return identities.pending(member);
    }

    @Override
    public LinkCode requestLink(String member, Jid address) {
        return identities.request(member, address);
    }

    @Override
    public void setRights(String member, Jid address, Set<Identity.Right> rights) {
        identities.setRights(member, address, rights);
    }

    @Override
    public void unlink(String member, Jid address) {
        identities.unlink(member, address);
    }

    @Override
    public List<Subscription> subscriptions(String member) {
        return alerts.subscriptions(member);
    }

    @Override
    public Subscription subscribe(String member, Jid address, Subscription.Target target, String value) {
        return alerts.subscribe(member, address, target, value);
    }

    @Override
    public void unsubscribe(String member, long subscription) {
        alerts.unsubscribe(member, subscription);
    }

    @Override
    public List<Identity> searchIdentities(String part, int offset, int limit) {
        return identities.search(part, offset, limit);
    }

    @Override
    public List<Subscription> searchSubscriptions(String part, int offset, int limit) {
        return alerts.searchSubscriptions(part, offset, limit);
    }

    @Override
    public List<Alert> alerts(Alert.@Nullable State state, int offset, int limit) {
        return alerts.alerts(state, offset, limit);
    }

    @Override
    public Map<Alert.State, Integer> alertCounts() {
        return alerts.counts();
    }

    @Override
    public Optional<Instant> oldestWaiting() {
        return alerts.oldestWaiting();
    }

    @Override
    public void retry(long alert) {
        alerts.retry(alert);
    }

    @Override
    public Trace trace(String who, long number) {
        return alerts.trace(who, number);
    }

    @Override
    public void memberAdded(Jid home) {
        if (names.of(home).isPresent() && contact.put(home.bare())) {
            bot.show(home.bare());
        }
    }

    @Override
    public void memberRemoved(Jid home) {
        names.of(home).ifPresent(name -> {
            identities.forget(name);
            alerts.memberRemoved(name, home.bare());
            journal.forget(name);
            requests.forget(home.bare());
        });
    }

    @Override
    public void close() {
        tidying.shutdownNow();
        pool.close();
        alerts.close();
        sender.close();
    }
}
