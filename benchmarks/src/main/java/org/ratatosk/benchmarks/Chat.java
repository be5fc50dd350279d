package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Messages of 100 bytes of text between pairs of clients, in the one direction. Their ids carry the part of the play that they belong to,
 * and when they were due. Confined to the event loop, but for what waits.
 */
final class Chat {
    private static final byte[] ID = "id='part".getBytes(US_ASCII);
    private static final byte[] ID_TOO = "id=\"part".getBytes(US_ASCII);
    private static final byte[] DUE = "-".getBytes(US_ASCII);
    private static final byte[] ERROR = "<error".getBytes(US_ASCII);
    private static final String TEXT = "0123456789".repeat(10);
    private static final String NOT_KEPT = "<no-store xmlns='urn:xmpp:hints'/>";
    private static final long PATIENCE_SECONDS = 15;
    private final Crowd crowd;
    private final List<Session> senders;
    private final String[] heads;
    private final String tail;
    private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    private long sent;
    private long received;
    private int part;
    private boolean answering;
    private String refusal = "";
    private CompletableFuture<Long> quiet = new CompletableFuture<>();

    /**
     * @param senders one of each pair
     * @param receivers the others, in the same order; of an echo the same
     * @param kept whether the messages may be archived
     */
    Chat(Crowd crowd, List<Session> senders, List<Session> receivers, boolean kept) throws InterruptedException {
        this.crowd = crowd;
        this.senders = senders;
        tail = "'><body>" + TEXT + "</body>" + (kept ? "" : NOT_KEPT) + "</message>";
        heads = receivers.stream()
                .map(one -> "<message type='chat' to='" + crowd.target().jid(one.number()) + "/b' id='part")
                .toArray(String[]::new);
        crowd.play(() -> {
            senders.forEach(one -> one.listener((session, bytes, from, to) -> answered(bytes, from, to)));
            for (int i = 0; i < receivers.size(); i++) {
                int pair = i;
                receivers.get(i).listener((session, bytes, from, to) -> arrived(pair, bytes, from, to));
            }
            return true;
        });
    }

    /** What comes to a sender is an error, if anything. */
    private void answered(byte[] bytes, int from, int to) {
        if (refusal.isEmpty() && Bytes.find(bytes, from, to, ERROR) >= 0) {
            refusal = new String(bytes, from, to - from, UTF_8);
        }
    }

    private void arrived(int pair, byte[] bytes, int from, int to) {
        int at = Math.max(Bytes.behind(bytes, from, to, ID), Bytes.behind(bytes, from, to, ID_TOO));
        if (at < 0 || Bytes.number(bytes, at, to) != part) {
            return;
        }
        long now = System.nanoTime();
        long due = Bytes.number(bytes, Bytes.behind(bytes, at, to, DUE), to);
        latency.recordValue(Math.min(latency.getHighestTrackableValue(), Math.max(0, now - due)));
        received++;
        if (answering) {
            send(pair, now);
        } else if (received == sent) {
            quiet.complete(now);
        }
    }

    private void send(int pair, long due) {
        sent++;
        senders.get(pair).send(heads[pair] + part + "-" + due + tail);
    }

    /** Begins to keep a number of messages of each pair under way. */
    void saturate(int inFlight) throws InterruptedException {
        crowd.play(() -> {
            begin(true);
            for (int i = 0; i < inFlight; i++) {
                for (int pair = 0; pair < senders.size(); pair++) {
                    send(pair, System.nanoTime());
                }
            }
            return true;
        });
    }

    private void begin(boolean saturated) {
        part++;
        sent = 0;
        received = 0;
        latency.reset();
        answering = saturated;
    }

    /** Ends what has begun, waits for what is under way, and gives how many never came. */
    long end() throws InterruptedException {
        CompletableFuture<Long> over = crowd.play(() -> {
            answering = false;
            quiet = new CompletableFuture<>();
            if (received == sent) {
                quiet.complete(System.nanoTime());
            }
            return quiet;
        });
        Crowd.isOver(over, PATIENCE_SECONDS);
        return crowd.play(() -> sent - received);
    }

    /** How many have arrived of what has begun last. */
    long received() throws InterruptedException {
        return crowd.play(() -> received);
    }

    /** The first error that a sender was answered; empty for none. */
    String refusal() throws InterruptedException {
        return crowd.play(() -> refusal);
    }

    /**
     * Sends at a fixed rate, whatever comes of it. {@link #end} waits for what is under way, and then {@link #latency} tells.
     *
     * @param rate messages per second, of all pairs together
     */
    void pace(int rate, Duration time) throws InterruptedException {
        crowd.play(() -> {
            begin(false);
            return true;
        });
        long each = TimeUnit.SECONDS.toNanos(1) / rate;
        long begin = System.nanoTime();
        for (int i = 0; i < time.toNanos() / each; i++) {
            long due = begin + i * each;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            int pair = i % senders.size();
            crowd.loop().execute(() -> send(pair, due));
        }
        crowd.play(() -> true);
    }

    /** How late messages were, in nanoseconds, each from when it was due. To be read after the end. */
    Histogram latency() {
        return latency;
    }
}
