package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The clients of a run. All of them live on one event loop, so that scenarios need no locks: what a scenario does between clients it
 * does there, by {@link #play}. Thread-safe.
 */
final class Crowd implements AutoCloseable {
    /** Logins that are under way at a time. */
    private static final int AT_ONCE = 16;

    private static final int PATIENCE_SECONDS = 120;
    private static final byte[] SETTLED = "settled".getBytes(US_ASCII);
    private final Target target;
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("load", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile String firstBreak = "";

    Crowd(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** The loop on which all clients live. */
    EventLoop loop() {
        return loop;
    }

    /** Does something on the loop and waits until it is done. */
    <T> T play(Callable<T> what) throws InterruptedException {
        try {
            return loop.submit(what).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(Reason.of(e), e);
        }
    }

    /** Waits until something has come to an end on the loop, with a bound. */
    static <T> T await(CompletableFuture<T> what, String name) throws InterruptedException {
        try {
            return what.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(name + ": " + Reason.of(e), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(name + ": not within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** Waits until something has come to an end on the loop, or the time for that is over. */
    static boolean isOver(CompletableFuture<?> what, long seconds) throws InterruptedException {
        try {
            what.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /**
     * Logs in a number of accounts, the first by number, without presence.
     *
     * @param register whether accounts have to be made that are not there yet
     * @throws IllegalStateException if one cannot
     */
    List<Session> login(int first, int count, boolean register) throws InterruptedException {
        ArrayDeque<CompletableFuture<Session>> underWay = new ArrayDeque<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (underWay.size() >= AT_ONCE) {
                sessions.add(await(underWay.remove(), "login"));
            }
            underWay.add(connect(new Session(target, first + i, register)));
        }
        while (!underWay.isEmpty()) {
            sessions.add(await(underWay.remove(), "login"));
        }
        return sessions;
    }

    /** Has sessions ask for their rosters and send their first presence, and waits until the server has handled it. */
    void appear(List<Session> sessions) throws InterruptedException {
        for (Session session : sessions) {
            session.send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq><presence/>");
        }
        settle(sessions);
    }

    /** Waits until the server has answered what it was asked after all that was sent to it. */
    void settle(List<Session> sessions) throws InterruptedException {
        for (int i = 0; i < sessions.size(); i += 100) {
            List<Session> some = sessions.subList(i, Math.min(sessions.size(), i + 100));
            Arrivals answers = play(() -> {
                Arrivals expected = new Arrivals(some, SETTLED);
                some.forEach(session -> session.send(
                        "<iq type='get' id='settled' to='" + target.domain() + "'><ping xmlns='urn:xmpp:ping'/></iq>"));
                return expected;
            });
            await(answers.done(), "answers to pings");
        }
    }

    private CompletableFuture<Session> connect(Session session) {
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(session);
                    }
                })
                .connect(target.host(), target.port());
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                session.failed(Reason.of(done.cause()));
            }
        });
        session.broken().thenAccept(why -> {
            if (broken.getAndIncrement() == 0) {
                firstBreak = why;
            }
        });
        return session.ready();
    }

    /** How many connections broke, or were ended by the server, since this was asked last, and why the first one; empty for none. */
    String breaks() {
        int count = broken.getAndSet(0);
        return count == 0 ? "" : count + " connections broke, the first: " + firstBreak;
    }

    /** Ends sessions and waits until they have left. */
    void leave(List<Session> sessions) throws InterruptedException {
        sessions.forEach(Session::close);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (sessions.stream().anyMatch(Session::isOpen) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
