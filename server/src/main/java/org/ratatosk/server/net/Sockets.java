package org.ratatosk.server.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.stream.Dialer;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.PeerTls;

/**
 * All sockets: the ports that clients and other servers connect to, STARTTLS and direct TLS (XEP-0368), and the connections to
 * other servers. Thread-safe once it is started.
 */
public final class Sockets implements Listener, Dialer {
    private static final long RELOAD_SECONDS = 60;
    private static final List<String> CLIENTS = List.of("xmpp-client");
    private static final List<String> SERVERS = List.of("xmpp-server");

    /**
     * What sockets need.
     *
     * @param certificates of the hosted domains
     * @param peerTls TLS with other servers
     * @param cpu runs what TLS computes
     * @param clock the time for all limits
     * @param clients makes what is spoken with clients
     * @param servers makes what is spoken with servers that connect
     */
    public record Parts(
            Certificates certificates,
            PeerTls peerTls,
            Executor cpu,
            InstantSource clock,
            Protocol.Factory clients,
            Protocol.Factory servers) {}

    private final ServerConfig config;
    private final Parts parts;
    private final Loops loops;
    private final Admission outwards;
    private final Ports starttls;
    private final Ports directTls;
    private final Ports serverStarttls;
    private final Ports serverDirectTls;

    /** Sockets for the addresses of a configuration; no port is open yet. */
    public Sockets(ServerConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
        this.loops = new Loops(parts.clock());
        Admission clients = new Admission(config.limits().connections(), parts.clock());
        Admission servers = new Admission(config.limits().connections(), parts.clock());
        this.outwards = new Admission(config.limits().connections(), parts.clock());
        Line.Tls clientTls = (domain, direct) -> parts.certificates().engine(domain, direct ? CLIENTS : List.of());
        Line.Tls serverTls = (domain, direct) -> parts.peerTls().accepting(domain, direct ? SERVERS : List.of());
        this.starttls = new Ports("Clients", loops, clients, line(false, clientTls, parts.clients()));
        this.directTls = new Ports("Clients", loops, clients, line(true, clientTls, parts.clients()));
        this.serverStarttls = new Ports("Servers", loops, servers, line(false, serverTls, parts.servers()));
        this.serverDirectTls = new Ports("Servers", loops, servers, line(true, serverTls, parts.servers()));
    }

    private Line line(boolean direct, Line.Tls tls, Protocol.Factory protocols) {
        return new Line(direct, tls, parts.cpu(), parts.clock(), protocols);
    }

    @Override
    public void start() {
        starttls.open(config.starttls());
        directTls.open(config.directTls());
        if (config.federation().enabled()) {
            serverStarttls.open(config.federation().starttls());
            serverDirectTls.open(config.federation().directTls());
        }
        loops.start();
        loops.every(RELOAD_SECONDS, () -> parts.cpu().execute(parts.certificates()::reload));
    }

    @Override
    public void dial(Call call, Protocol.Factory protocols, Consumer<String> failed) {
        boolean direct = call.endpoint().directTls();
        Line.Tls tls =
                (domain, first) -> parts.peerTls().connecting(call.local(), call.remote(), first ? SERVERS : List.of());
        Line line = line(direct, tls, protocols);
        InetSocketAddress remote =
                new InetSocketAddress(call.endpoint().address(), call.endpoint().port());
        new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(call.patience().toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        loops.carry(channel, new NettyWire(channel, remote, line, outwards.unbounded()));
                    }
                })
                .connect(remote)
                .addListener(connecting -> {
                    if (!connecting.isSuccess()) {
                        failed.accept(String.valueOf(connecting.cause().getMessage()));
                    }
                });
    }

    /** Where clients connect and then turn on TLS; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> starttlsAddresses() {
        return starttls.addresses();
    }

    /** Where clients connect with TLS from the first byte; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> directTlsAddresses() {
        return directTls.addresses();
    }

    /** Where servers connect and then turn on TLS; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> serverStarttlsAddresses() {
        return serverStarttls.addresses();
    }

    /** Where servers connect with TLS from the first byte; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> serverDirectTlsAddresses() {
        return serverDirectTls.addresses();
    }

    /** How many sockets are open. */
    public int connections() {
        return loops.connections();
    }

    @Override
    public void close() {
        for (Ports ports : List.of(starttls, directTls, serverStarttls, serverDirectTls)) {
            ports.close();
        }
        loops.close();
    }
}
