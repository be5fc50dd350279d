package org.ratatosk.server.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.xml.Element;

/**
 * What is sent to a client or to another server: a queue that the loop of its stream empties, many elements in one write. With
 * stream management (XEP-0198) it also keeps what the other side has not acknowledged, and outlives its stream: while there is
 * none the queue fills, and the next stream goes on where the last one ended. Thread-safe.
 *
 * <p>One lock guards everything, and nothing is called while it is held. Elements leave the queue only on the loop of the
 * present outlet, so their order is the order of {@link #send}.
 */
public abstract class ManagedConnection implements Connection {
    private final Object lock = new Object();
    private final SendQueue queue = new SendQueue();
    private final Intake intake;
    private final Limits limits;
    private final InstantSource clock;
    private @Nullable Outlet outlet;
    private Runnable onOver = () -> {};
    private volatile Info info;
    private volatile boolean managed;
    private @Nullable Duration resumable;
    private @Nullable Instant stalled;
    private @Nullable Instant detached;
    private boolean draining;
    private boolean closing;
    private boolean over;

    /** A connection over the stream that it begins with. */
    protected ManagedConnection(Outlet outlet, Info info, Limits limits, InstantSource clock) {
        this.outlet = outlet;
        this.info = info;
        this.limits = limits;
        this.clock = clock;
        this.intake = new Intake(limits, this::intakeChanged);
    }

    // what sessions use

    @Override
    public void send(Element element) {
        enqueue(new Outgoing(element, null, null, Weight.of(element)));
    }

    @Override
    public void send(Element element, Runnable acknowledged) {
        enqueue(new Outgoing(element, null, acknowledged, Weight.of(element)));
    }

    /** The same; {@code written} runs on the loop each time the network has taken the element. */
    protected void send(Element element, Runnable written, Runnable acknowledged) {
        enqueue(new Outgoing(element, written, acknowledged, Weight.of(element)));
    }

    private void enqueue(Outgoing outgoing) {
        boolean fits;
        synchronized (lock) {
            if (over || closing) {
                return;
            }
            fits = queue.add(outgoing, outlet == null);
        }
        if (fits) {
            startDraining();
        } else {
            close(StreamError.of(Condition.POLICY_VIOLATION, "Too much waits for you to be read"));
        }
    }

    private void startDraining() {
        Outlet here;
        synchronized (lock) {
            here = outlet;
            if (draining || here == null) {
                return;
            }
            draining = true;
        }
        here.loop().execute(() -> drain(here));
    }

    @Override
    public boolean acknowledges() {
        return managed;
    }

    @Override
    public void close(StreamError error) {
        Outlet last;
        synchronized (lock) {
            if (over || closing) {
                return;
            }
            closing = true;
            last = outlet;
        }
        intake.end();
        if (last == null) {
            finish();
        } else {
            last.loop().execute(() -> {
                drain(last);
                last.fail(error, null);
            });
        }
    }

    @Override
    public Info info() {
        return info;
    }

    // what streams use

    /** What is left is over: these stanzas were not acknowledged, oldest first. Called once, without the lock. */
    protected abstract void over(List<Element> unacknowledged);

    /** Whether the connection is over. */
    protected boolean isOver() {
        synchronized (lock) {
            return over;
        }
    }

    /** A stanza came; the result is to be run once it is accepted, in the order of stanzas. Loop-confined. */
    protected Runnable enter(Outlet here, Element stanza) {
        Runnable accepted = intake.enter(Weight.of(stanza));
        if (intake.isFull()) {
            here.intakeChanged();
        }
        return accepted;
    }

    /** Whether so much is being worked on that reading should stop. */
    public boolean isIntakeFull() {
        return intake.isFull();
    }

    private void intakeChanged() {
        Outlet here;
        synchronized (lock) {
            here = outlet;
        }
        if (here != null) {
            here.loop().execute(() -> {
                here.intakeChanged();
                keepPromise();
            });
        }
    }

    /** Sends what waits, if this is the connection's stream and the client takes it. Loop-confined. */
    public void drain(Outlet here) {
        while (here.isOpen() && here.isWritable()) {
            List<Element> batch;
            List<Runnable> written;
            synchronized (lock) {
                batch = outlet == here ? queue.take() : List.of();
                written = queue.takeWritten();
                draining &= outlet != here || !batch.isEmpty();
            }
            if (batch.isEmpty()) {
                return;
            }
            if (written.isEmpty()) {
                here.write(batch);
            } else {
                here.write(batch, () -> written.forEach(Runnable::run));
            }
        }
    }

    /** The client takes what it is sent again. Loop-confined. */
    public void writable(Outlet here) {
        synchronized (lock) {
            stalled = null;
        }
        drain(here);
    }

    /** Does something about a client that takes nothing, or does not answer. Loop-confined. */
    public void tick(Outlet here, Instant now) {
        boolean reads = here.isWritable();
        boolean gone;
        synchronized (lock) {
            boolean stuck = outlet == here && (!reads || queue.isAsked());
            stalled = stuck ? (stalled == null ? now : stalled) : null;
            if (stalled == null || now.isBefore(stalled.plus(limits.slowReaderTime()))) {
                return;
            }
            gone = reads && resumable != null;
        }
        StreamError error = StreamError.of(
                reads ? Condition.CONNECTION_TIMEOUT : Condition.POLICY_VIOLATION,
                "You did not take what you were sent for too long");
        if (gone) {
            lost(here);
            here.fail(error, null);
        } else {
            close(error);
        }
    }

    /** The stream is gone without a farewell: the session waits for another one if it may. */
    public void lost(Outlet here) {
        boolean waits;
        synchronized (lock) {
            if (outlet != here) {
                return;
            }
            waits = resumable != null && !closing;
            if (waits) {
                detach();
            }
        }
        if (waits) {
            detached();
        } else {
            finish();
        }
    }

    /** The stream is gone, and another one may go on. Called without the lock. */
    protected void detached() {}

    /** Only with the lock. */
    private void detach() {
        outlet = null;
        draining = false;
        stalled = null;
        detached = clock.instant();
    }

    /** The stream has ended for good. */
    public void ended(Outlet here) {
        synchronized (lock) {
            if (outlet != here) {
                return;
            }
        }
        finish();
    }

    /** Ends the connection at once: nothing that waits is sent any more. Its stream, if it has one, is to be ended by the caller. */
    public void discard() {
        finish();
    }

    private void finish() {
        List<Element> rest;
        Runnable told;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            outlet = null;
            told = onOver;
            rest = queue.empty();
        }
        intake.end();
        told.run();
        over(rest);
    }

    // what stream management uses

    /**
     * Turns stream management on: sends {@code enabled} and counts from there.
     *
     * @param resumeTime how long the session waits for another stream, or {@code null} if it does not
     * @param forget is run when the connection is over
     */
    void manage(Element enabled, @Nullable Duration resumeTime, Runnable forget) {
        boolean late;
        synchronized (lock) {
            queue.addStart(enabled);
            resumable = resumeTime;
            onOver = forget;
            late = over;
        }
        intake.count();
        managed = true;
        startDraining();
        if (late) {
            forget.run();
        }
    }

    /**
     * The other server has turned stream management on, and both sides count from here.
     *
     * @param resumeTime how long it waits for another stream, or {@code null} if it does not
     */
    public void managedByPeer(@Nullable Duration resumeTime) {
        synchronized (lock) {
            queue.start();
            resumable = resumeTime;
        }
        intake.count();
        managed = true;
    }

    /** From now on the connection ends with its stream. */
    protected void endResumption() {
        Runnable forget;
        synchronized (lock) {
            resumable = null;
            forget = onOver;
            onOver = () -> {};
        }
        forget.run();
    }

    /** How many stanzas of the other side have been handled, modulo 2^32. */
    public long handled() {
        return intake.handled();
    }

    /** Tells the client at once what has been handled, and again when all that has come until now has been. */
    void answerRequest() {
        intake.promise();
        send(StreamManagement.answer(handled()));
    }

    private void keepPromise() {
        if (intake.isPromiseDue()) {
            intake.promiseKept();
            send(StreamManagement.answer(handled()));
        }
    }

    /** The other side has got {@code h} stanzas; {@code false} if it cannot have got so many. */
    public boolean acknowledge(long h) {
        List<Outgoing> received;
        synchronized (lock) {
            received = queue.acknowledge(h);
            stalled = null;
        }
        if (received == null) {
            return false;
        }
        for (Outgoing stanza : received) {
            if (stanza.acknowledged() != null) {
                stanza.acknowledged().run();
            }
        }
        startDraining();
        return true;
    }

    /** How many stanzas were sent, modulo 2^32. */
    long sent() {
        synchronized (lock) {
            return queue.sent();
        }
    }

    /**
     * Takes the session from its stream, if it still has one, which ends with {@code conflict}. Completes when everything that
     * came over that stream has been handled, so that {@link #handled()} is final.
     */
    public CompletionStage<Void> release() {
        Outlet old;
        synchronized (lock) {
            old = outlet;
            if (old == null) {
                return intake.idle();
            }
        }
        CompletableFuture<Void> released = new CompletableFuture<>();
        old.loop().execute(() -> {
            lost(old);
            old.superseded();
            intake.idle().thenAccept(released::complete);
        });
        return released;
    }

    /**
     * Goes on over another stream.
     *
     * @param resumed sent first, or {@code null}
     * @return {@code false} if the connection is over or has another stream
     */
    public boolean resume(Outlet next, @Nullable Element resumed) {
        synchronized (lock) {
            if (over || closing || outlet != null) {
                return false;
            }
            outlet = next;
            detached = null;
            info = next.info();
            queue.rewind();
        }
        if (resumed != null) {
            next.write(List.of(resumed));
        }
        next.adopt(this);
        startDraining();
        return true;
    }

    /** Whether nothing is on its way in either direction. */
    public boolean isQuiet() {
        synchronized (lock) {
            return queue.isEmpty() && intake.isEmpty();
        }
    }

    /** Whether this waits for another stream. */
    public boolean isDetached() {
        synchronized (lock) {
            return !over && outlet == null;
        }
    }

    /** Ends the connection without a word if it has no stream any more. */
    public void abandon() {
        synchronized (lock) {
            if (outlet != null) {
                return;
            }
        }
        finish();
    }

    /** Ends the session if it has waited for another stream for too long; whether it has ended. */
    public boolean expire(Instant now) {
        synchronized (lock) {
            if (over) {
                return true;
            }
            if (detached == null || resumable == null || now.isBefore(detached.plus(resumable))) {
                return false;
            }
        }
        finish();
        return true;
    }
}
