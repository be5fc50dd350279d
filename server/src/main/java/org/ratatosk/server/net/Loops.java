package org.ratatosk.server.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.ratatosk.server.dns.Endpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops and the sockets that each of them carries. Thread-safe. */
public final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final long TICK_MILLIS = 250;
    private static final long FAREWELL_SECONDS = 2;

    /** As RFC 8305 section 5 has it. */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    private final InstantSource clock;
    private final EventLoopGroup group;
    private final Map<EventExecutor, Set<NettyWire>> wires = new HashMap<>();

    /** As many loops as there are processors, two at least. */
    public Loops(InstantSource clock) {
        this.clock = clock;
        this.group = new MultiThreadIoEventLoopGroup(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("ratatosk-loop", true),
                NioIoHandler.newFactory());
        group.forEach(loop -> wires.put(loop, ConcurrentHashMap.newKeySet()));
    }

    /** What Netty runs on. */
    EventLoopGroup group() {
        return group;
    }

    /** Lets time pass for sockets. */
    void start() {
        wires.forEach((loop, here) ->
                loop.scheduleAtFixedRate(() -> tick(here), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Does something again and again, on a loop: it must not take long. */
    void every(long seconds, Runnable task) {
        group.next().scheduleAtFixedRate(task, seconds, seconds, TimeUnit.SECONDS);
    }

    /**
     * Connects to the first of some places that answers.
     *
     * @param patience how long each may take
     */
    void race(List<Endpoint> places, Duration patience, Race.Runner runner) {
        EventLoop loop = group.next();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(patience.toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true);
        Race.Timer timer = (time, task) -> loop.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            loop.execute(new Race(bootstrap, timer, BETWEEN_ATTEMPTS, places, runner)::run);
        } catch (RejectedExecutionException e) {
            runner.nobody("This server stops");
        }
    }

    /** Carries a socket until it is closed. */
    void carry(SocketChannel channel, NettyWire wire) {
        Set<NettyWire> here = Objects.requireNonNull(wires.get(channel.eventLoop()));
        here.add(wire);
        channel.closeFuture().addListener(closed -> here.remove(wire));
        channel.pipeline().addLast(wire);
    }

    /** One timer for all sockets of a loop. */
    private void tick(Set<NettyWire> here) {
        Instant now = clock.instant();
        for (NettyWire wire : here) {
            try {
                wire.tick(now);
            } catch (RuntimeException e) {
                LOG.error("A mistake in the server: a connection's timer failed", e);
            }
        }
    }

    /** How many sockets are open. */
    int connections() {
        return wires.values().stream().mapToInt(Set::size).sum();
    }

    /** Says goodbye to everybody who is still there, and ends the threads. */
    @Override
    public void close() {
        farewell();
        group.shutdownGracefully(0, FAREWELL_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Tells everybody who is still there, and waits a moment for the words to leave. */
    private void farewell() {
        List<NettyWire> last = wires.values().stream().flatMap(Set::stream).toList();
        CountDownLatch told = new CountDownLatch(last.size());
        last.forEach(wire -> wire.loop().execute(() -> {
            wire.shutdown();
            wire.whenClosed(told::countDown);
        }));
        try {
            if (!told.await(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("Some did not hear the farewell");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
