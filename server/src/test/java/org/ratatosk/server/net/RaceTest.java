package org.ratatosk.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.testing.SilentPlace;

/** Which of several places is taken (RFC 8305 section 5), with sockets of the loopback interface and a clock that is turned by hand. */
@Tag("also-federation")
class RaceTest {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final List<SocketChannel> made = new CopyOnWriteArrayList<>();
    private final Deque<FutureTask<Void>> timer = new ConcurrentLinkedDeque<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    private final Race.Runner runner = new Race.Runner() {
        @Override
        public void won(Endpoint place, SocketChannel channel) {
            told.add("connected " + place.host());
        }

        @Override
        public void silent(Endpoint place, String words) {
            told.add("silent " + place.host() + (words.contains("timed out") ? ": timed out" : ""));
        }

        @Override
        public void nobody(String words) {
            told.add("nobody");
        }
    };

    @AfterEach
    void close() throws Exception {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static Endpoint at(String name, InetSocketAddress address) {
        return new Endpoint(0, name, address.getAddress(), address.getPort(), false);
    }

    private SilentPlace silentPlace(String address) {
        SilentPlace place = new SilentPlace(address);
        opened.add(place);
        return place;
    }

    private Endpoint silent(String name) {
        return at(name, silentPlace("127.0.0.1").address());
    }

    private Endpoint listening(String name, String address) throws IOException {
        ServerSocket door = new ServerSocket(0, 10, InetAddress.getByName(address));
        opened.add(door);
        return at(name, (InetSocketAddress) door.getLocalSocketAddress());
    }

    private static Endpoint closed(String name) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return at(name, (InetSocketAddress) door.getLocalSocketAddress());
        }
    }

    private Future<?> later(Duration time, Runnable task) {
        FutureTask<Void> waiting = new FutureTask<>(task, null);
        pauses.add(time);
        timer.add(waiting);
        return waiting;
    }

    private void race(int patienceMillis, Endpoint... places) {
        onLoop(raceOf(patienceMillis, places)::run);
    }

    private Race raceOf(int patienceMillis, Endpoint... places) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> {
                    NioSocketChannel channel = new NioSocketChannel();
                    made.add(channel);
                    return channel;
                })
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, patienceMillis);
        return new Race(bootstrap, this::later, PAUSE, List.of(places), runner);
    }

    private void race(Endpoint... places) {
        race(3_600_000, places);
    }

    private void onLoop(Runnable task) {
        CompletableFuture.runAsync(task, loop).join();
    }

    /** Time passes until the next that waits for that; cancelled tasks do nothing. */
    private void turn() {
        onLoop(timer.remove());
    }

    private String told() throws InterruptedException {
        return told.take();
    }

    @Test
    void triesAnotherPlaceBesidesOneThatIsSilent() throws Exception {
        race(silent("a"), listening("b", "::1"), listening("c", "127.0.0.1"));
        assertThat(made).hasSize(1);
        assertThat(pauses).containsExactly(PAUSE);
        turn();
        assertThat(told()).isEqualTo("connected b");
        made.get(0).closeFuture().sync();
        assertThat(made.get(1).isOpen()).isTrue();
        turn();
        assertThat(made).as("nothing is tried any more").hasSize(2);
        assertThat(told).isEmpty();
    }

    /** A machine may have no more sockets; then an attempt ends before it has a loop. */
    @Test
    void tellsOnItsLoopWhereNoSocketCanBeMade() throws Exception {
        Bootstrap broken = new Bootstrap().group(loop).channelFactory(() -> {
            throw new IllegalStateException("too many open files");
        });
        BlockingQueue<Boolean> onLoop = new LinkedBlockingQueue<>();
        Race.Runner watching = new Race.Runner() {
            @Override
            public void won(Endpoint place, SocketChannel channel) {}

            @Override
            public void silent(Endpoint place, String words) {
                onLoop.add(loop.inEventLoop());
            }

            @Override
            public void nobody(String words) {
                onLoop.add(loop.inEventLoop());
            }
        };
        onLoop(new Race(broken, this::later, PAUSE, List.of(closed("a")), watching)::run);
        assertThat(onLoop.take()).isTrue();
        assertThat(onLoop.take()).isTrue();
    }

    @Test
    void waitsNoTimeAfterAPlaceThatRefuses() throws Exception {
        race(closed("a"), closed("b"), listening("c", "127.0.0.2"));
        assertThat(List.of(told(), told(), told())).containsExactly("silent a", "silent b", "connected c");
        assertThat(timer).allMatch(Future::isCancelled);
    }

    @Test
    void aPlaceThatTakesLongMayStillWin() throws Exception {
        SilentPlace slow = silentPlace("127.0.0.1");
        race(at("a", slow.address()), silent("b"));
        turn();
        assertThat(made).hasSize(2);
        try (Socket taken = slow.open()) {
            assertThat(told()).isEqualTo("connected a");
            made.get(1).closeFuture().sync();
            assertThat(taken.isConnected()).isTrue();
        }
    }

    @Test
    void saysWhenNobodyAnswers() throws Exception {
        race(50, silent("a"), closed("b"));
        turn();
        assertThat(List.of(told(), told())).containsExactlyInAnyOrder("silent b", "silent a: timed out");
        assertThat(told()).isEqualTo("nobody");
        assertThat(told).isEmpty();
    }

    /** Both attempts begin before the loop looks at its sockets again, so that it hears of both in the same turn. */
    @Test
    void ofTwoThatAnswerInOneTurnOneIsTaken() throws Exception {
        Race race = raceOf(3_600_000, listening("a", "127.0.0.1"), listening("b", "127.0.0.2"));
        onLoop(() -> {
            race.run();
            timer.remove().run();
        });
        assertThat(told()).isEqualTo("connected a");
        made.get(1).closeFuture().sync();
        onLoop(() -> {});
        assertThat(made.get(0).isOpen()).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void triesOnlySoManyAtOnce() throws Exception {
        SilentPlace silent = silentPlace("127.0.0.1");
        List<Endpoint> places = new ArrayList<>(Collections.nCopies(19, at("a", silent.address())));
        places.add(listening("b", "127.0.0.2"));
        race(places.toArray(Endpoint[]::new));
        turnAll();
        assertThat(made).hasSize(8);
        assertThat(told).isEmpty();
        silent.close();
        // one of those that are open is refused and makes room for the next, and so on; all that are left are tried
        List<String> heard = new ArrayList<>();
        while (heard.isEmpty() || heard.get(heard.size() - 1).startsWith("silent")) {
            heard.add(told());
        }
        assertThat(heard).hasSizeGreaterThan(12).last().isEqualTo("connected b");
        assertThat(made).hasSize(20);
    }

    private void turnAll() {
        while (!timer.isEmpty()) {
            turn();
        }
    }
}
