package org.ratatosk.bridge;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.AlertSettings;
import org.ratatosk.bridge.alerts.Alerts;
import org.ratatosk.bridge.bot.Bot;
import org.ratatosk.bridge.bot.Command;
import org.ratatosk.bridge.bot.RequestStore;
import org.ratatosk.bridge.bot.RoomQuestions;
import org.ratatosk.bridge.bot.SerialPool;
import org.ratatosk.bridge.buddies.BuddyDesk;
import org.ratatosk.bridge.buddies.BuddyStore;
import org.ratatosk.bridge.buddies.BuddySync;
import org.ratatosk.bridge.buddies.Rosters;
import org.ratatosk.bridge.cms.Buddies;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Journal;
import org.ratatosk.bridge.cms.KeptCms;
import org.ratatosk.bridge.cms.KeptDesk;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.MemberDesk;
import org.ratatosk.bridge.cms.Moderation;
import org.ratatosk.bridge.cms.Names;
import org.ratatosk.bridge.cms.Patience;
import org.ratatosk.bridge.cms.Presences;
import org.ratatosk.bridge.cms.Profile;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.Tie;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.engine.BotContact;
import org.ratatosk.bridge.engine.Engine;
import org.ratatosk.bridge.engine.EngineAccounts;
import org.ratatosk.bridge.engine.EnginePresences;
import org.ratatosk.bridge.engine.EngineRosters;
import org.ratatosk.bridge.engine.LateSender;
import org.ratatosk.bridge.engine.MemberProfiles;
import org.ratatosk.bridge.engine.RosterContacts;
import org.ratatosk.bridge.identity.Codes;
import org.ratatosk.bridge.identity.Identities;
import org.ratatosk.bridge.mail.MailQueue;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.bridge.mail.Mailer;
import org.ratatosk.bridge.remote.Change;
import org.ratatosk.bridge.remote.Inflow;
import org.ratatosk.bridge.remote.MemberCredentials;
import org.ratatosk.bridge.remote.Mirror;
import org.ratatosk.bridge.remote.RemoteSite;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.bridge.remote.Subscriber;
import org.ratatosk.bridge.remote.WebSub;
import org.ratatosk.bridge.store.sql.Durably;
import org.ratatosk.bridge.store.sql.Retention;
import org.ratatosk.bridge.store.sql.SqlAlerts;
import org.ratatosk.bridge.store.sql.SqlBounces;
import org.ratatosk.bridge.store.sql.SqlBuddies;
import org.ratatosk.bridge.store.sql.SqlChoices;
import org.ratatosk.bridge.store.sql.SqlEventLog;
import org.ratatosk.bridge.store.sql.SqlFanOut;
import org.ratatosk.bridge.store.sql.SqlIdentityStore;
import org.ratatosk.bridge.store.sql.SqlJournalStore;
import org.ratatosk.bridge.store.sql.SqlMailboxes;
import org.ratatosk.bridge.store.sql.SqlMails;
import org.ratatosk.bridge.store.sql.SqlManners;
import org.ratatosk.bridge.store.sql.SqlMirrorStore;
import org.ratatosk.bridge.store.sql.SqlNotices;
import org.ratatosk.bridge.store.sql.SqlProfiles;
import org.ratatosk.bridge.store.sql.SqlRequestStore;
import org.ratatosk.bridge.store.sql.SqlSiteKeys;
import org.ratatosk.bridge.store.sql.SqlSubscriptions;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Proof;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bridge is made of, built from the top of the constructor to the bottom: the CMS, identities, who sees what, alerts,
 * the bot. Thread-safe.
 */
final class SiteParts implements KeptCms.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SiteParts.class);
    private static final Duration REQUESTS_KEPT = Duration.ofDays(8);

    final Names names;
    final KeptCms cms;
    final SiteKeys keys;
    final MemberDesk desk;
    final Presences presences;
    private final @Nullable Mirror mirror;
    private final @Nullable Inflow inflow;
    private final @Nullable WebSub webSub;
    final Identities identities;
    final SiteAddresses addresses;
    final Reading reading;
    final Moderation moderation;
    final Patience patience = new Patience(time -> TimeUnit.MILLISECONDS.sleep(time.toMillis()));
    final Alerts alerts;
    final BuddySync buddies;
    final Buddies buddyDesk;
    final Mailboxes mailboxes;
    private final @Nullable MailQueue mails;
    private final BridgeConfig config;
    private final Engine engine;
    private final InstantSource clock;
    private final RequestStore requests;
    private final MemberProfiles profiles;
    private final Retention retention;
    private final Duration alertsKept;
    private final Bot bot;
    private final BotContact contact;
    private final LateSender sender = new LateSender();
    private final SerialPool pool;
    private final ScheduledExecutorService tidying = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bridge-tidy");
        thread.setDaemon(true);
        return thread;
    });

    SiteParts(
            BridgeConfig config,
            AlertSettings settings,
            Engine engine,
            Durably db,
            InstantSource clock,
            SecureRandom random,
            @Nullable RemoteSite elsewhere,
            @Nullable Mailer mailer,
            Function<Commands, List<Command>> spoken) {
        this.config = config;
        this.engine = engine;
        this.clock = clock;
        this.names = new Names(config.siteDomains());
        EngineAccounts accounts = new EngineAccounts(engine.accounts().orElseThrow(SiteParts::noAccounts));
        this.mirror = elsewhere == null ? null : mirror(elsewhere, db, accounts);
        this.cms = mirror == null ? journal(db, accounts) : mirror;
        this.webSub = elsewhere == null
                ? null
                : new WebSub(elsewhere.http(), config.siteUrl(), random, clock, this::wakeInflow);
        this.inflow = elsewhere == null || mirror == null || webSub == null
                ? null
                : new Inflow(elsewhere.cms(), mirror, elsewhere.every(), random, webSub::keep);
        this.profiles = new MemberProfiles(
                new SqlProfiles(db),
                engine,
                names,
                Optional.ofNullable(elsewhere).map(RemoteSite::http),
                elsewhere == null ? config.siteUrl() : elsewhere.home(),
                clock);
        this.desk = new KeptDesk(cms, names, profiles);
        this.keys = new SqlSiteKeys(db, random, clock);
        this.presences = new EnginePresences(new SqlChoices(db), engine, names, this::chosen);
        RoomQuestions rooms = new RoomQuestions(config.bot(), sender);
        this.identities =
                new Identities(new SqlIdentityStore(db), names, config.bot(), rooms, new Codes(random), clock);
        this.addresses = new SiteAddresses(names, cms, identities);
        Visibility visibility = new Visibility(cms, new RosterContacts(engine, this::strangers));
        this.reading = new Reading(cms, visibility);
        this.moderation = new Moderation(cms);
        this.alerts = new Alerts(
                config.bot(),
                new Alerts.Stores(
                        new SqlEventLog(db),
                        new SqlFanOut(db),
                        new SqlSubscriptions(db),
                        new SqlAlerts(db),
                        new SqlBounces(db),
                        new SqlNotices(db),
                        new SqlManners(db),
                        new SqlMails(db)),
                new Alerts.Site(cms, addresses, visibility, this::everybody, this::isAway),
                sender,
                settings,
                random,
                clock);
        BuddyStore ties = new SqlBuddies(db);
        Rosters rosters = new EngineRosters(engine, names, config.bot(), config.siteName(), this::shown);
        this.buddies = new BuddySync(mirror, rosters, ties, presences, alerts.notices(), this::everybody, clock);
        this.buddyDesk = new BuddyDesk(buddies, rosters, ties, names, clock);
        this.mailboxes = new Mailboxes(new SqlMailboxes(db), mailer, config.siteName(), random, clock);
        this.mails = mailer == null ? null : mails(mailer, db, random);
        cms.listen(this);
        identities.listen(alerts);
        Commands commands = new Commands(
                config,
                cms,
                visibility,
                identities,
                alerts.subscriptions(),
                alerts.suspensions(),
                alerts,
                alerts.manners(),
                mailboxes,
                clock);
        this.retention = new Retention(db);
        this.alertsKept = settings.kept();
        this.requests = new SqlRequestStore(db);
        this.pool = new SerialPool(
                "bot", config.limits().botThreads(), config.limits().waitingPerSender());
        this.bot = new Bot(
                config,
                sender,
                new Bot.Parts(
                        spoken.apply(commands),
                        this::caller,
                        requests,
                        cms,
                        alerts.deliveries(),
                        rooms,
                        account -> names.of(account).ifPresent(name -> arrived(account)),
                        patience,
                        pool,
                        clock));
        this.contact = new BotContact(config, engine);
    }

    private String shown(String member) {
        return cms.member(member).map(Member::displayName).orElse("");
    }

    private void chosen(String member) {
        buddies.chosen(member);
    }

    private Set<Jid> strangers(Jid home) {
        return names.of(home).map(buddies::lentBy).orElse(Set.of()).stream()
                .flatMap(name -> names.home(name).stream())
                .collect(Collectors.toSet());
    }

    private MailQueue mails(Mailer mailer, Durably db, SecureRandom random) {
        return new MailQueue(
                new SqlMails(db),
                new SqlMailboxes(db),
                mailer,
                alerts.telling(),
                config.siteName(),
                config.siteUrl(),
                random,
                clock);
    }

    private Journal journal(Durably db, EngineAccounts accounts) {
        return new Journal(
                new SqlJournalStore(db, new Links(config.siteUrl())), accounts, names, config.limits(), clock);
    }

    private Mirror mirror(RemoteSite elsewhere, Durably db, EngineAccounts accounts) {
        SqlMirrorStore store = new SqlMirrorStore(db, new Links(config.siteUrl()));
        return new Mirror(
                elsewhere.cms(),
                store,
                new MemberCredentials(elsewhere.cms(), store, elsewhere.vault(), names, clock),
                accounts,
                names,
                config.limits(),
                clock);
    }

    private void wakeInflow() {
        if (inflow != null) {
            inflow.wake();
        }
    }

    /** Whom a hub that tells of the CMS's changes meets, if the CMS is elsewhere. */
    Optional<Subscriber> subscriber() {
        return Optional.ofNullable(webSub);
    }

    private static IllegalArgumentException noAccounts() {
        return new IllegalArgumentException("A site needs a server that tells which accounts it has");
    }

    /** Attaches the bot, sends what an earlier run left, and puts the bot into the members' rosters. */
    void start() {
        sender.use(engine.attach(config.bot(), bot));
        alerts.start();
        profiles.start();
        if (mails != null) {
            mails.start();
        }
        if (inflow != null) {
            inflow.start();
        }
        buddies.start();
        tidying.execute(() -> quietly(contact::putAll));
        tidying.scheduleWithFixedDelay(() -> quietly(this::tidy), 1, 60, TimeUnit.MINUTES);
        LOG.info("The bot of {} is {}", config.siteName(), config.bot());
    }

    private void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (tidying.isShutdown()) {
                return; // it is done after the next start
            }
            LOG.warn("Work aside from the rest failed and will be tried again: {}", e.getMessage());
        }
    }

    private void tidy() {
        identities.clean();
        requests.forgetBefore(clock.instant().minus(REQUESTS_KEPT));
        retention.forgetBefore(clock.instant().minus(alertsKept));
        mailboxes.clean();
        alerts.cleanMails();
        contact.putAll();
    }

    private Optional<Command.Caller> caller(Jid bare, Proof proof) {
        identities.demand(bare, proof);
        return addresses.holder(bare).map(h -> new Command.Caller(h.member(), bare, h.rights(), h.home()));
    }

    /** The CMS has pushed what has changed there: it is taken over, and what may be missing before it is read. */
    int hear(List<Change> changes) {
        if (mirror == null || inflow == null) {
            throw new CmsException("This site has no CMS elsewhere: site.adapter names none.", false);
        }
        int news = mirror.apply(changes);
        inflow.wake();
        return news;
    }

    /** Of an engine that does not tell, everybody is there. */
    private boolean isAway(Jid home) {
        return engine.presences().map(p -> p.of(home).isEmpty()).orElse(false);
    }

    private void everybody(Consumer<Map<String, Jid>> some) {
        contact.each(page -> {
            Map<String, Jid> homes = new HashMap<>();
            page.forEach(home -> names.of(home).ifPresent(name -> homes.put(name, home)));
            some.accept(homes);
        });
    }

    @Override
    public void happened() {
        alerts.wake();
    }

    @Override
    public void showsPresence(String name, Presences.Shown shown) {
        presences.choose(name, shown);
    }

    @Override
    public void tied(Tie tie, Tie.State state, String by, Instant at, boolean live) {
        buddies.hear(tie, state, by, at, live);
    }

    @Override
    public void arrived(Jid home) {
        if (!tidying.isShutdown()) {
            tidying.execute(() -> quietly(() -> welcome(home)));
        }
    }

    @Override
    public void says(String name, Profile said) {
        profiles.say(name, said);
    }

    @Override
    public void renamed(String name, String to) {
        profiles.renamed(name, to);
    }

    @Override
    public void removed(String name) {
        profiles.removed(name);
    }

    /** An account of the site's domain was deleted: nothing of it stays behind for a later one. */
    void removed(Jid home) {
        names.of(home).ifPresent(name -> {
            left(name, home.bare());
            cms.forget(name);
        });
    }

    /** Puts the bot into an account's roster and shows it online. */
    void welcome(Jid home) {
        if (contact.put(home)) {
            bot.show(home);
        }
        names.of(home).ifPresent(profiles::arrived);
        names.of(home).ifPresent(buddies::arrived);
    }

    /** Removes whatever hangs on an account that is gone, but for what the CMS itself keeps. */
    @Override
    public void left(String name, Jid home) {
        identities.forget(name);
        alerts.memberRemoved(name, home);
        mailboxes.forget(name);
        requests.forget(home);
        presences.forget(name);
        buddies.left(name);
    }

    @Override
    public void close() {
        tidying.shutdownNow();
        if (inflow != null) {
            inflow.close();
        }
        profiles.close();
        buddies.close();
        pool.close();
        if (mails != null) {
            mails.close();
        }
        alerts.close();
        sender.close();
    }
}
