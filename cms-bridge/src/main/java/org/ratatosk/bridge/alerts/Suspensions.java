package org.ratatosk.bridge.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.ratatosk.bridge.outbox.BounceStore;
import org.ratatosk.bridge.outbox.BounceStore.Bounces;
import org.ratatosk.bridge.outbox.Worker;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses to which no alerts go because too many in a row were refused there. The member hears of it once, at home; somebody has
 * to ask for another try. Thread-safe; blocks on the database, and tells members on a thread of its own.
 */
public final class Suspensions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Suspensions.class);
    private static final int AT_ONCE = 50;
    private static final Duration AGAIN = Duration.ofSeconds(60);

    private final Jid bot;
    private final BounceStore store;
    private final Addresses addresses;
    private final Sender sender;
    private final int most;
    private final InstantSource clock;
    private final Worker worker;
    private Instant again = Instant.MIN;

    /**
     * @param bot who tells of it
     * @param store what came back
     * @param addresses whose addresses are whose
     * @param sender the way to send as the bot
     * @param most after so many in a row no more go to an address
     */
    Suspensions(Jid bot, BounceStore store, Addresses addresses, Sender sender, int most, InstantSource clock) {
        this.bot = bot;
        this.store = store;
        this.addresses = addresses;
        this.sender = sender;
        this.most = most;
        this.clock = clock;
        this.worker = new Worker("suspensions", clock, this::work);
    }

    /** Begins to tell members, those first whom an earlier run did not tell. */
    void start() {
        worker.start();
    }

    /** Looks again for members to be told; never blocks. */
    void wake() {
        worker.wake();
    }

    @Override
    public void close() {
        worker.close();
    }

    /** What came back from an address if no more alerts go there. */
    public Optional<Bounces> at(Jid address) {
        return store.bounces(address).filter(bounces -> bounces.count() >= most);
    }

    /** Addresses of a member to which no more alerts go. */
    public List<Bounces> of(String member) {
        List<Bounces> found = new ArrayList<>();
        addresses.of(member).forEach(address -> at(address).ifPresent(found::add));
        return List.copyOf(found);
    }

    /** That alerts to an address are suspended, and why, without a full stop. */
    public static String sentence(Bounces bounces) {
        String reason = bounces.error().isEmpty() ? "" : " (the last with: " + bounces.error() + ")";
        return "Alerts to " + bounces.address() + " are suspended, since " + bounces.count() + " in a row came back"
                + reason;
    }

    /** Lets alerts go again to all addresses of a member; those to which none went. */
    public List<Jid> resume(String member) {
        return addresses.of(member).stream().filter(this::resume).toList();
    }

    /** Lets alerts go again to one address; whether none went there. */
    public boolean resume(Jid address) {
        return at(address).isPresent() && store.forget(address);
    }

    /** Forgets what came back from an address. */
    void forget(Jid address) {
        store.forget(address);
    }

    /** Tells those who were not told, on the caller's thread; when to try again, if not all could be told. */
    synchronized Optional<Instant> work() {
        Instant now = clock.instant();
        // a pause that is longer than any was begun before the clock was set back
        if (now.isBefore(again) && !again.isAfter(now.plus(AGAIN))) {
            return Optional.of(again);
        }
        List<Bounces> untold = store.untold(most, AT_ONCE);
        boolean failed = false;
        for (Bounces bounces : untold) {
            failed |= !tell(bounces);
        }
        if (failed) {
            again = now.plus(AGAIN);
            return Optional.of(again);
        }
        return untold.size() == AT_ONCE ? Optional.of(now) : Optional.empty();
    }

    private boolean tell(Bounces bounces) {
        Optional<Jid> home = addresses
                .holder(bounces.address())
                .map(holder -> holder.member().home())
                .filter(jid -> !jid.equals(bounces.address()));
        LOG.info("{}", sentence(bounces));
        try {
            home.ifPresent(jid ->
                    sender.send(notice(bounces, jid)).toCompletableFuture().join());
            store.told(bounces.address());
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{}, and the member could not be told: {}", sentence(bounces), e.getMessage());
            return false;
        }
    }

    /** The id is always the same, so that it is kept once. */
    private Message notice(Bounces bounces, Jid home) {
        String key = bounces.address() + " " + bounces.last().toEpochMilli();
        return Message.of(
                Message.builder(Message.Type.CHAT)
                        .attr("from", bot)
                        .attr("to", home)
                        .attr(
                                "id",
                                "suspended-"
                                        + UUID.nameUUIDFromBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .child(
                                "body",
                                sentence(bounces)
                                        + ". Nothing is kept for later. \"on\", written to me here or from there, lets them go again."));
    }
}
