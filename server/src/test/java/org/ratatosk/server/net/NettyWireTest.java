package org.ratatosk.server.net;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.testing.TurnableClock;

/** What a wire says of what has left, with a socket of the loopback interface whose other end reads only when it is told to. */
class NettyWireTest {
    private static final int BUFFER = 64 * 1024;
    private static final String MORE_THAN_BUFFERS_HOLD = "x".repeat(16 * 1024 * 1024);

    private final TurnableClock clock = new TurnableClock(Instant.parse("2026-05-01T12:00:00Z"));
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private SocketChannel channel;
    private NettyWire wire;
    private Socket reader;

    /** Says and answers nothing. */
    private static final class Silence implements Protocol {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {}

        @Override
        public void secured() {}

        @Override
        public void writable() {}

        @Override
        public void tick(Instant now) {}

        @Override
        public void shutdown() {}

        @Override
        public void closed() {}
    }

    @BeforeEach
    void connect() throws Exception {
        try (ServerSocket door = new ServerSocket()) {
            door.setReceiveBufferSize(BUFFER);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress address = (InetSocketAddress) door.getLocalSocketAddress();
            channel = new NioSocketChannel();
            Line line = new Line(
                    Line.Transport.PLAIN,
                    (domain, direct) -> {
                        throw new IllegalStateException("There is no TLS here");
                    },
                    Runnable::run,
                    clock,
                    any -> new Silence());
            Admission admission = new Admission(Limits.defaults().connections(), clock);
            wire = new NettyWire(channel, address, line, admission.unbounded());
            new Bootstrap()
                    .group(loop)
                    .channelFactory(() -> channel)
                    .option(ChannelOption.SO_SNDBUF, BUFFER)
                    .handler(wire)
                    .connect(address)
                    .sync();
            reader = door.accept();
        }
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    /** Sends from the loop, where a write is done as far as it goes before the next line runs. */
    private void send(String text) {
        CompletableFuture.runAsync(() -> wire.send(text, () -> left.complete(null)), loop)
                .join();
    }

    @Test
    void whatTheSystemTakesHasLeft() throws IOException {
        send("hello");
        left.join();
        assertThat(reader.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes(UTF_8));
    }

    @Test
    void whatWaitsInTheProcessHasNotLeft() throws IOException {
        send(MORE_THAN_BUFFERS_HOLD);
        assertThat(left).isNotDone();
        assertThat(reader.getInputStream().readNBytes(MORE_THAN_BUFFERS_HOLD.length()))
                .hasSize(MORE_THAN_BUFFERS_HOLD.length());
        left.join();
    }

    @Test
    void whatTheOtherSideNeverTookHasNotLeft() throws Exception {
        send(MORE_THAN_BUFFERS_HOLD);
        reader.close();
        channel.closeFuture().sync();
        CompletableFuture.runAsync(() -> {}, loop).join();
        assertThat(left).isNotDone();
    }
}
