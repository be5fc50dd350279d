package org.ratatosk.bridge.alerts;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.IdentityListener;
import org.ratatosk.bridge.mail.MailQueue;
import org.ratatosk.bridge.mail.MailStore;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.bridge.outbox.AlertStore;
import org.ratatosk.bridge.outbox.AlertStore.Change;
import org.ratatosk.bridge.outbox.BounceStore;
import org.ratatosk.bridge.outbox.Deliveries;
import org.ratatosk.bridge.outbox.Outbox;
import org.ratatosk.bridge.outbox.Returns;
import org.ratatosk.bridge.outbox.StanzaIds;
import org.ratatosk.bridge.store.EventLog;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;

/**
 * Everything about alerts, wired: the way from the event log to the outbox, and what the web and the bot ask of it. Calls block on
 * the database unless they say otherwise. Thread-safe.
 */
public final class Alerts implements IdentityListener, Tracing, AutoCloseable {
    private static final Set<Alert.State> TO_BE_TRIED =
            EnumSet.of(Alert.State.WAITING, Alert.State.BOUNCED, Alert.State.DEAD);

    /**
     * What is kept.
     *
     * @param log the events
     * @param fanOut how far alerts are made from them
     * @param subscriptions who hears of what
     * @param alerts what was made
     * @param bounces what came back
     * @param notices what the site tells besides posts and comments
     * @param manners how members want to hear of things
     * @param mails what goes by mail
     */
    public record Stores(
            EventLog log,
            FanOutStore fanOut,
            SubscriptionStore subscriptions,
            AlertStore alerts,
            BounceStore bounces,
            NoticeStore notices,
            Manners manners,
            MailStore mails) {}

    /**
     * The site that alerts tell of.
     *
     * @param cms its members, posts and comments
     * @param addresses whose addresses are whose
     * @param visibility who may see what
     * @param everybody all members
     * @param away whether nobody is there at a home
     */
    public record Site(
            CmsAdapter cms,
            Addresses addresses,
            Visibility visibility,
            KeptNotices.Everybody everybody,
            Predicate<Jid> away) {}

    private final Stores stores;
    private final InstantSource clock;
    private final Subscriptions subscriptions;
    private final Suspensions suspensions;
    private final Outbox outbox;
    private final Returns returns;
    private final FanOut fanOut;
    private final Tracer tracer;
    private final KeptNotices notices;
    private final Held held;
    private final MailTelling telling;

    /**
     * @param bot the address that alerts come from
     * @param sender the way to send as the bot
     * @param random for stanza ids, as a {@link java.security.SecureRandom}
     * @param clock by which everything is timed
     */
    public Alerts(
            Jid bot,
            Stores stores,
            Site site,
            Sender sender,
            AlertSettings settings,
            RandomGenerator random,
            InstantSource clock) {
        this.stores = stores;
        this.clock = clock;
        this.subscriptions = new Subscriptions(
                stores.subscriptions(), site.cms(), site.addresses(), site.visibility(), settings, clock);
        this.suspensions = new Suspensions(bot, stores.bounces(), site.addresses(), sender, settings.bounces(), clock);
        NewsDesk desk = new NewsDesk(site.cms(), stores.log(), stores.notices());
        AlertLetters letters = new AlertLetters(
                desk,
                site.cms(),
                site.addresses(),
                stores.subscriptions(),
                suspensions,
                stores.alerts(),
                site.visibility(),
                stores.manners(),
                site.away(),
                clock);
        this.outbox = new Outbox(bot, stores.alerts(), letters, sender, suspensions::wake, clock);
        this.returns = new Returns(stores.alerts(), clock, this::cameBack);
        Recipients recipients = new Recipients(
                stores.subscriptions(),
                stores.fanOut(),
                site.addresses(),
                site.cms(),
                settings,
                new StanzaIds(random),
                clock);
        this.fanOut = new FanOut(
                stores.log(),
                stores.fanOut(),
                stores.subscriptions(),
                desk,
                site.visibility(),
                recipients,
                clock,
                outbox::wake);
        this.held = new Held(
                stores.alerts(),
                stores.manners(),
                site.addresses(),
                site.away(),
                letters::line,
                new StanzaIds(random),
                clock,
                outbox::wake);
        this.notices = new KeptNotices(
                stores.notices(), stores.subscriptions(), site.cms(), site.everybody(), clock, fanOut::wake);
        this.telling = new MailTelling(
                bot, stores.alerts(), letters, site.addresses(), stores.manners(), site.away(), sender, clock);
        this.tracer = new Tracer(stores, site, settings.kept(), fanOut::waiting, clock);
    }

    private void cameBack() {
        outbox.wake();
        suspensions.wake();
    }

    /** Begins to work, with what an earlier run left first. */
    public void start() {
        suspensions.start();
        held.start();
        outbox.start();
        fanOut.start();
    }

    /** Makes and sends on the caller's thread what there is to make and send now; for those who do not start it. */
    void work() {
        fanOut.work();
        held.work();
        outbox.work();
        suspensions.work();
    }

    /** Makes alerts for one page of each open event on the caller's thread; whether there was one. */
    boolean round() {
        return fanOut.round();
    }

    /** Tells that there are new events in the log; never blocks. */
    public void wake() {
        fanOut.wake();
    }

    /** Ends; the next run goes on where this one stood. */
    @Override
    public void close() {
        fanOut.close();
        outbox.close();
        suspensions.close();
        held.close();
    }

    /** Takes what comes back to the bot. */
    public Deliveries deliveries() {
        return returns;
    }

    /** What mails say, and when. */
    public MailQueue.Telling telling() {
        return telling;
    }

    /** Forgets mails of whose alerts nothing is kept any more. */
    public void cleanMails() {
        stores.mails().clean();
    }

    /** How members want to hear of things. */
    public Manners manners() {
        return stores.manners();
    }

    /** What the site itself tells. */
    public KeptNotices notices() {
        return notices;
    }

    /** Where subscriptions are asked for and given up. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Where no alerts go because they came back. */
    public Suspensions suspensions() {
        return suspensions;
    }

    /** The subscriptions of a member, at all addresses. */
    public List<Subscription> subscriptions(String member) {
        return subscriptions.ofMember(member);
    }

    /** Adds a subscription; throws with a sentence when over the quota or when there is no such thing. */
    public Subscription subscribe(String member, Jid address, Target target, String value) {
        return subscriptions
                .subscribe(member, address, new Topic(target, value))
                .subscription();
    }

    /** Removes a subscription of a member. */
    public void unsubscribe(String member, long subscription) {
        subscriptions.unsubscribe(member, subscription);
    }

    /** All subscriptions whose address or member contains a text. */
    public List<Subscription> searchSubscriptions(String part, int offset, int limit) {
        return stores.subscriptions().search(part, offset, limit);
    }

    /** Alerts in a state ({@code null}: in any), newest first. */
    public List<Alert> alerts(Alert.@Nullable State state, int offset, int limit) {
        return stores.alerts().list(state, offset, limit);
    }

    /** How many alerts are in each state. */
    public Map<Alert.State, Integer> counts() {
        return stores.alerts().counts();
    }

    /** When the oldest waiting alert was made. */
    public Optional<Instant> oldestWaiting() {
        return stores.alerts().oldestWaiting();
    }

    /** Tries an alert again now that is waiting, bounced or dead, as often as a new one. */
    public void retry(long alert) {
        Instant now = clock.instant();
        boolean changed = join(stores.alerts()
                .change(alert, TO_BE_TRIED, was -> new Change(Alert.State.WAITING, 0, now, was.error(), null, now)));
        if (!changed) {
            throw new CmsException("That alert is not one that can be tried again.", false);
        }
        outbox.wake();
    }

    @Override
    public Trace trace(String who, long number, Function<Instant, String> times) {
        return tracer.trace(who, number, times);
    }

    /** What somebody subscribed to at an address becomes the member's who has proved it. */
    @Override
    public void linked(Identity identity) {
        stores.subscriptions().adopt(identity.address(), identity.member());
    }

    /** What was subscribed to at an address goes when it is given up. */
    @Override
    public void unlinked(Identity identity) {
        stores.subscriptions().forgetAddress(identity.address());
        suspensions.forget(identity.address());
    }

    /** Tells that a member is gone: subscriptions, switches and alerts go, and those of others to the member's posts. */
    public void memberRemoved(String member, Jid home) {
        stores.subscriptions().forgetMember(member, List.of(home));
        stores.notices().forget(member);
        stores.manners().forget(member);
        join(stores.alerts().forget(member, home));
        suspensions.forget(home);
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
