package org.ratatosk.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.ratatosk.server.config.ListenAddress;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.tls.Certificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports that clients connect to, STARTTLS and direct TLS (XEP-0368), and the event loops behind them. Thread-safe.
 */
public final class ClientListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientListener.class);
    private static final int BACKLOG = 1024;
    private static final long TICK_MILLIS = 250;
    private static final long RELOAD_SECONDS = 60;
    private static final long FAREWELL_SECONDS = 2;

    private final ServerConfig config;
    private final Shared shared;
    private final Admission admission;
    private final EventLoopGroup loops;
    private final Map<EventExecutor, Set<NettyWire>> wires = new HashMap<>();
    private final List<Channel> starttls = new ArrayList<>();
    private final List<Channel> directTls = new ArrayList<>();

    /** What sockets share. */
    private record Shared(Certificates certificates, Executor cpu, InstantSource clock, Protocol.Factory protocols)
            implements Listening {}

    /**
     * A listener on the addresses of a configuration.
     *
     * @param certificates certificates and TLS
     * @param protocols makes what is spoken
     * @param cpu runs what TLS computes
     * @param clock the time for all limits
     */
    public ClientListener(
            ServerConfig config,
            Certificates certificates,
            Protocol.Factory protocols,
            Executor cpu,
            InstantSource clock) {
        this.config = config;
        this.shared = new Shared(certificates, cpu, clock, protocols);
        this.admission = new Admission(config.limits().connections(), clock);
        this.loops = new MultiThreadIoEventLoopGroup(
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("ratatosk-loop", true),
                NioIoHandler.newFactory());
        loops.forEach(loop -> wires.put(loop, ConcurrentHashMap.newKeySet()));
    }

    @Override
    public void start() {
        open(config.starttls(), false, starttls);
        open(config.directTls(), true, directTls);
        wires.forEach((loop, here) ->
                loop.scheduleAtFixedRate(() -> tick(here), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS));
        loops.next()
                .scheduleAtFixedRate(
                        () -> shared.cpu().execute(shared.certificates()::reload),
                        RELOAD_SECONDS,
                        RELOAD_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void open(List<ListenAddress> addresses, boolean direct, List<Channel> opened) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, direct);
                    }
                });
        for (ListenAddress address : addresses) {
            ChannelFuture bound = bootstrap.bind(address.socketAddress()).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                String why = bound.cause().getMessage();
                throw new IllegalStateException(
                        "The server cannot listen on " + address + ": " + why
                                + ". Is another server running there? Stop it, or choose another port.",
                        bound.cause());
            }
            opened.add(bound.channel());
            LOG.info(
                    "Clients can connect to {} ({})",
                    bound.channel().localAddress(),
                    direct ? "direct TLS" : "STARTTLS");
        }
    }

    private void accept(SocketChannel channel, boolean direct) {
        Optional<Admission.Pass> pass = admission.enter(channel.remoteAddress().getAddress());
        if (pass.isEmpty()) {
            LOG.debug("Too many connections from {}; another one was refused", channel.remoteAddress());
            channel.close();
            return;
        }
        Set<NettyWire> here = Objects.requireNonNull(wires.get(channel.eventLoop()));
        NettyWire wire = new NettyWire(channel, shared, pass.get(), direct);
        here.add(wire);
        channel.closeFuture().addListener(closed -> here.remove(wire));
        channel.pipeline().addLast(wire);
    }

    /** One timer for all sockets of a loop. */
    private void tick(Set<NettyWire> here) {
        Instant now = shared.clock().instant();
        for (NettyWire wire : here) {
            try {
                wire.tick(now);
            } catch (RuntimeException e) {
                LOG.error("A mistake in the server: a connection's timer failed", e);
            }
        }
    }

    /** Where clients connect and then turn on TLS; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> starttlsAddresses() {
        return addresses(starttls);
    }

    /** Where clients connect with TLS from the first byte; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> directTlsAddresses() {
        return addresses(directTls);
    }

    private static List<InetSocketAddress> addresses(List<Channel> channels) {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** How many sockets are open. */
    public int connections() {
        return wires.values().stream().mapToInt(Set::size).sum();
    }

    @Override
    public void close() {
        starttls.forEach(channel -> channel.close().awaitUninterruptibly());
        directTls.forEach(channel -> channel.close().awaitUninterruptibly());
        farewell();
        loops.shutdownGracefully(0, FAREWELL_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
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
                LOG.debug("Some clients did not hear the farewell");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
