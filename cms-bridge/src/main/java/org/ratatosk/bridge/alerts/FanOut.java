package org.ratatosk.bridge.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.FanOutStore.Job;
import org.ratatosk.bridge.alerts.FanOutStore.NewAlert;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Visibility;
import org.ratatosk.bridge.outbox.Worker;
import org.ratatosk.bridge.store.EventLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the event log and makes an alert for each address that wants to hear of an event: page by page of subscriptions, the
 * events taking turns. How far it is is kept with the alerts that were made, so that it goes on there after any end. Thread-safe;
 * works on a thread of its own.
 */
public final class FanOut implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);
    private static final int EVENTS_AT_ONCE = 16;
    private static final int PAGE = 500;
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final int MOST_FAULTS = 10;
    private static final Duration PARKED = Duration.ofHours(1);

    private final EventLog log;
    private final FanOutStore store;
    private final SubscriptionStore subscriptions;
    private final NewsDesk desk;
    private final Visibility visibility;
    private final Recipients recipients;
    private final InstantSource clock;
    private final Consumer<String> made;
    private final Worker worker;
    private final Map<Long, Wait> later = new ConcurrentHashMap<>();

    /**
     * Why the turn of an event comes later. Immutable.
     *
     * @param since when it was tried last
     * @param until when it is tried again
     * @param faults how many faults it has had in a row; none if the CMS could not answer
     * @param why in words
     */
    record Wait(Instant since, Instant until, int faults, String why) {
        boolean isOver(Instant now) {
            // before its beginning, the clock was set back
            return !now.isBefore(until) || now.isBefore(since);
        }
    }

    /**
     * @param log the events
     * @param store how far alerts are made from them
     * @param subscriptions who wants to hear
     * @param desk where what events are about is found
     * @param visibility who is whose friend
     * @param recipients who of them gets an alert
     * @param clock for the times of alerts
     * @param made is told the id of each event for which alerts were made
     */
    public FanOut(
            EventLog log,
            FanOutStore store,
            SubscriptionStore subscriptions,
            NewsDesk desk,
            Visibility visibility,
            Recipients recipients,
            InstantSource clock,
            Consumer<String> made) {
        this.log = log;
        this.store = store;
        this.subscriptions = subscriptions;
        this.desk = desk;
        this.visibility = visibility;
        this.recipients = recipients;
        this.clock = clock;
        this.made = made;
        this.worker = new Worker("fan-out", clock, this::work);
    }

    /** Begins to work, with what an earlier run left first. */
    public void start() {
        worker.start();
    }

    /** Tells that there are new events; never blocks. */
    public void wake() {
        worker.wake();
    }

    /** Ends after the page that is worked on; the next run goes on there. */
    @Override
    public void close() {
        worker.close();
    }

    /** Why an event waits, if its alerts could not be made; never blocks. */
    Optional<Wait> waiting(long position) {
        return Optional.ofNullable(later.get(position));
    }

    /** Works until nothing is left to do now, and tells when there is more, if it knows. One thread at a time. */
    synchronized Optional<Instant> work() {
        do {
            desk.notices().ripen(clock.instant());
        } while (!worker.isClosed() && round());
        return Stream.concat(later.values().stream().map(Wait::until), desk.notices().nextDue().stream())
                .min(Instant::compareTo);
    }

    /** Gives each open event one page; whether anything was done. One thread at a time. */
    synchronized boolean round() {
        List<Job> open = store.open();
        int busy = (int) open.stream().filter(job -> !isParked(job)).count();
        if (busy < EVENTS_AT_ONCE) {
            List<EventLog.Entry> fresh = log.after(store.position(), EVENTS_AT_ONCE - busy);
            if (!fresh.isEmpty()) {
                store.begin(fresh);
                open = store.open();
            }
        }
        Instant now = clock.instant();
        boolean worked = false;
        for (Job job : open) {
            @Nullable Wait wait = later.get(job.position());
            if (wait == null || wait.isOver(now)) {
                worked |= attempt(job);
            }
        }
        return worked;
    }

    /** An event that cannot be worked on takes nobody's place; it is tried again now and then. */
    private boolean isParked(Job job) {
        @Nullable Wait wait = later.get(job.position());
        return wait != null && wait.faults() >= MOST_FAULTS;
    }

    private boolean attempt(Job job) {
        int faults =
                Optional.ofNullable(later.get(job.position())).map(Wait::faults).orElse(0);
        String why;
        try {
            page(job);
            later.remove(job.position());
            return true;
        } catch (CmsException e) {
            why = String.valueOf(e.getMessage());
            LOG.warn("Alerts of event {} wait: {}", job.event(), why);
        } catch (RuntimeException e) {
            faults++;
            why = "a fault in the server, of which its log tells more";
            LOG.error("Alerts of event {} wait because of a fault, its {}. in a row", job.event(), faults, e);
        }
        Instant now = clock.instant();
        later.put(job.position(), new Wait(now, now.plus(faults >= MOST_FAULTS ? PARKED : LATER), faults, why));
        return false;
    }

    private void page(Job job) {
        Optional<News> news = desk.of(job.event());
        List<Topic> topics = news.map(News::topics).orElse(List.of());
        if (news.isEmpty() || job.topic() >= topics.size()) {
            store.advance(job, null, List.of(), clock.instant());
            return;
        }
        Topic topic = topics.get(job.topic());
        List<Subscription> page = subscriptions.to(topic, job.after(), PAGE);
        List<Subscription> wanting = new ArrayList<>(page);
        if (topic.isImplied() && job.after() == 0) {
            recipients.implied(topic).ifPresent(wanting::add);
        }
        Visibility.Look look = visibility.look();
        wanting.removeIf(one -> !news.get().concerns(one, look));
        List<NewAlert> alerts = recipients.alerts(news.get(), wanting);
        store.advance(job, next(job, page, topics.size()), alerts, clock.instant());
        if (!alerts.isEmpty()) {
            made.accept(job.event());
        }
    }

    private static @Nullable Job next(Job job, List<Subscription> page, int topics) {
        if (page.size() == PAGE) {
            return new Job(
                    job.position(), job.event(), job.topic(), page.get(PAGE - 1).id());
        }
        return job.topic() + 1 < topics ? new Job(job.position(), job.event(), job.topic() + 1, 0) : null;
    }
}
