package org.ratatosk.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ratatosk.server.config.ListenAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open ports for one kind of peer, and who is let in there. Confined to the thread that opens and closes them. */
final class Ports {
    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);
    private static final int BACKLOG = 1024;

    private final String who;
    private final Loops loops;
    private final Admission admission;
    private final Line line;
    private final List<Channel> opened = new ArrayList<>();

    /**
     * Ports, none of them open yet.
     *
     * @param who is expected there, for the log
     * @param line what there is for their sockets
     */
    Ports(String who, Loops loops, Admission admission, Line line) {
        this.who = who;
        this.loops = loops;
        this.admission = admission;
        this.line = line;
    }

    /** Opens ports; fails in words if that is not possible. */
    void open(List<ListenAddress> addresses) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
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
            LOG.info("{} can connect to {} ({})", who, bound.channel().localAddress(), line.transport());
        }
    }

    private void accept(SocketChannel channel) {
        InetSocketAddress remote = channel.remoteAddress();
        Optional<Admission.Pass> pass = admission.enter(remote.getAddress());
        if (pass.isEmpty()) {
            LOG.debug("Too many connections from {}; another one was refused", remote);
            channel.close();
            return;
        }
        loops.carry(channel, new NettyWire(channel, remote, line, pass.get()));
    }

    /** The real addresses of the open ports. */
    List<InetSocketAddress> addresses() {
        return opened.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .toList();
    }

    /** Lets nobody in any more. */
    void close() {
        opened.forEach(channel -> channel.close().awaitUninterruptibly());
    }
}
