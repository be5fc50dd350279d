package org.ratatosk.server.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.dns.Endpoint;

/**
 * A call to places of which the first that answers is taken (RFC 8305 section 5). They are begun in their order: the next one as soon as
 * one has failed, or when those before have not answered for a while; attempts that go on then may still win. Loop-confined.
 */
final class Race {
    private static final int MOST_AT_ONCE = 8;

    /** Does something later, on the loop of the race. */
    @FunctionalInterface
    interface Timer {
        /** Does it after a time, unless it is cancelled. */
        Future<?> after(Duration time, Runnable task);
    }

    /** Whoever wants to be connected; told on the loop of the race. */
    interface Runner {
        /** A place does not answer; the words say why to people. */
        void silent(Endpoint place, String words);

        /** None of the places answers; called last, in place of {@link #won}. */
        void nobody(String words);

        /** A place is connected; the other attempts are given up. Its socket has to be closed by whoever is told. */
        void won(Endpoint place, SocketChannel channel);
    }

    private final Bootstrap bootstrap;
    private final Timer timer;
    private final Duration pause;
    private final Runner runner;
    private final Deque<Endpoint> left;
    private final List<ChannelFuture> open = new ArrayList<>();
    private @Nullable Future<?> next;
    private boolean won;

    /**
     * @param bootstrap makes sockets, all on one loop
     * @param pause after which another place is tried besides
     * @param places in the order in which they are tried
     */
    Race(Bootstrap bootstrap, Timer timer, Duration pause, List<Endpoint> places, Runner runner) {
        this.bootstrap = bootstrap;
        this.timer = timer;
        this.pause = pause;
        this.left = new ArrayDeque<>(places);
        this.runner = runner;
    }

    /** Tries the next place, and sees to the one after it. To be called once; then it goes on by itself. */
    void run() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (won || left.isEmpty() || open.size() >= MOST_AT_ONCE) {
            return;
        }
        begin(left.remove());
        if (!left.isEmpty()) {
            next = timer.after(pause, this::run);
        }
    }

    private void begin(Endpoint place) {
        ChannelFuture attempt = bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new Finish(place, channel));
                    }
                })
                .connect(new InetSocketAddress(place.address(), place.port()));
        open.add(attempt);
        attempt.addListener(ended -> onLoop(() -> ended(place, attempt)));
    }

    /** An attempt for which no socket could be made ends elsewhere. */
    private void onLoop(Runnable task) {
        EventExecutor loop = bootstrap.config().group().next();
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    private void ended(Endpoint place, ChannelFuture attempt) {
        open.remove(attempt);
        if (!attempt.isSuccess() && !won) {
            lost(place, words(attempt.cause()));
        }
    }

    /** Which place it is about is known to whoever is told. */
    private static String words(Throwable failure) {
        if (failure instanceof ConnectTimeoutException) {
            return "the attempt timed out";
        }
        if (failure instanceof NoRouteToHostException) {
            return "no way leads there from this machine";
        }
        String said = String.valueOf(failure.getMessage());
        return failure instanceof ConnectException && said.startsWith("Connection refused")
                ? "the connection is refused, so nobody listens there"
                : said;
    }

    private void lost(Endpoint place, String words) {
        runner.silent(place, words);
        if (left.isEmpty() && open.isEmpty()) {
            runner.nobody(words);
        } else {
            run();
        }
    }

    /** The end of the way to one place. */
    private final class Finish extends ChannelInboundHandlerAdapter {
        private final Endpoint place;
        private final SocketChannel channel;

        Finish(Endpoint place, SocketChannel channel) {
            this.place = place;
            this.channel = channel;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (won) {
                channel.close();
                return;
            }
            won = true;
            run(); // nothing is tried any more
            runner.won(place, channel);
            context.fireChannelActive();
            context.pipeline().remove(this);
            for (ChannelFuture attempt : List.copyOf(open)) {
                if (attempt.channel() != channel) {
                    attempt.channel().close();
                }
            }
        }
    }
}
