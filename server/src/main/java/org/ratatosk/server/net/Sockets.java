package org.ratatosk.server.net;

import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import org.ratatosk.server.config.ServerConfig;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.net.Line.Transport;
import org.ratatosk.server.route.Listener;
import org.ratatosk.server.stream.Dialer;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.tls.Certificates;
import org.ratatosk.server.tls.ClientTls;
import org.ratatosk.server.tls.PeerTls;

/**
 * All sockets: the ports that clients and other servers connect to, STARTTLS and direct TLS (XEP-0368), those of components, and
 * the connections to other servers. Thread-safe once it is started.
 */
public final class Sockets implements Listener, Dialer {
    private static final long RELOAD_SECONDS = 60;

    private static final List<String> CLIENTS = List.of("xmpp-client");
    private static final List<String> SERVERS = List.of("xmpp-server");

    /**
     * What sockets need.
     *
     * @param certificates of the hosted domains
     * @param clientTls TLS with clients
     * @param peerTls TLS with other servers
     * @param cpu runs what TLS computes
     * @param loops carry all sockets; they are closed with these
     * @param clock the time for all limits
     * @param clients makes what is spoken with clients
     * @param servers makes what is spoken with servers that connect
     * @param components makes what is spoken with components
     */
    public record Parts(
            Certificates certificates,
            ClientTls clientTls,
            PeerTls peerTls,
            Executor cpu,
            Loops loops,
            InstantSource clock,
            Protocol.Factory clients,
            Protocol.Factory servers,
            Protocol.Factory components) {}

    private final ServerConfig config;
    private final Parts parts;
    private final Loops loops;
    private final Admission outwards;
    private final Ports starttls;
    private final Ports directTls;
    private final Ports serverStarttls;
    private final Ports serverDirectTls;
    private final Ports components;

    /** Sockets for the addresses of a configuration; no port is open yet. */
    public Sockets(ServerConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
        this.loops = parts.loops();
        Admission clients = new Admission(config.limits().connections(), parts.clock());
        Admission servers = new Admission(config.limits().connections(), parts.clock());
        Admission programs = new Admission(config.limits().connections(), parts.clock());
        this.outwards = new Admission(config.limits().connections(), parts.clock());
        Line.Tls clientTls = (domain, direct) -> parts.clientTls().engine(domain, direct ? CLIENTS : List.of());
        Line.Tls serverTls = (domain, direct) -> parts.peerTls().accepting(domain, direct ? SERVERS : List.of());
        this.starttls = new Ports("Clients", loops, clients, line(Transport.STARTTLS, clientTls, parts.clients()));
        this.directTls = new Ports("Clients", loops, clients, line(Transport.DIRECT_TLS, clientTls, parts.clients()));
        this.serverStarttls =
                new Ports("Servers", loops, servers, line(Transport.STARTTLS, serverTls, parts.servers()));
        this.serverDirectTls =
                new Ports("Servers", loops, servers, line(Transport.DIRECT_TLS, serverTls, parts.servers()));
        this.components =
                new Ports("Components", loops, programs, line(Transport.PLAIN, Sockets::noTls, parts.components()));
    }

    private static SSLEngine noTls(String domain, boolean direct) {
        throw new IllegalStateException("There is no TLS with components");
    }

    private Line line(Transport transport, Line.Tls tls, Protocol.Factory protocols) {
        return new Line(transport, tls, parts.cpu(), parts.clock(), protocols);
    }

    @Override
    public void start() {
        starttls.open(config.starttls());
        directTls.open(config.directTls());
        if (config.federation().enabled()) {
            serverStarttls.open(config.federation().starttls());
            serverDirectTls.open(config.federation().directTls());
        }
        components.open(config.components().addresses());
        loops.start();
        loops.every(RELOAD_SECONDS, () -> parts.cpu().execute(parts.certificates()::reload));
    }

    @Override
    public void dial(Call call, Caller caller) {
        loops.race(call.places(), call.patience(), new Race.Runner() {
            @Override
            public void silent(Endpoint place, String words) {
                caller.silent(place, words);
            }

            @Override
            public void nobody(String words) {
                caller.nobody(words);
            }

            @Override
            public void won(Endpoint place, SocketChannel channel) {
                carry(call, caller, place, channel);
            }
        });
    }

    private void carry(Call call, Caller caller, Endpoint place, SocketChannel channel) {
        Line.Tls tls =
                (domain, first) -> parts.peerTls().connecting(call.local(), call.remote(), first ? SERVERS : List.of());
        Line line = line(
                place.directTls() ? Transport.DIRECT_TLS : Transport.STARTTLS,
                tls,
                wire -> caller.connected(place, wire));
        InetSocketAddress remote = new InetSocketAddress(place.address(), place.port());
        loops.carry(channel, new NettyWire(channel, remote, line, outwards.unbounded()));
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

    /** Where components connect; with the real ports, once {@link #start()} has returned. */
    public List<InetSocketAddress> componentAddresses() {
        return components.addresses();
    }

    /** How many sockets are open. */
    public int connections() {
        return loops.connections();
    }

    @Override
    public void close() {
        for (Ports ports : List.of(starttls, directTls, serverStarttls, serverDirectTls, components)) {
            ports.close();
        }
        loops.close();
    }
}
