package org.ratatosk.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.session.Connection;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.sasl.ChannelBinding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket, with or without TLS. Loop-confined, except for what {@link Wire} says. */
final class NettyWire extends ChannelInboundHandlerAdapter implements Wire {
    private static final Logger LOG = LoggerFactory.getLogger(NettyWire.class);

    /**
     * How long a closed connection is kept when its last words have left: closing it with bytes of the client unread would
     * destroy them on their way.
     */
    private static final Duration LINGER = Duration.ofSeconds(1);

    /** How long the last words may take to leave. */
    private static final Duration FAREWELL = Duration.ofSeconds(15);

    private static final int MAX_DISCARDED = 256 * 1024;

    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final Line line;
    private final Admission.Pass pass;
    private final Protocol protocol;
    private volatile Connection.Info info;
    private @Nullable SslHandler ssl;
    private boolean secure;
    private boolean closing;
    private @Nullable Instant closed;
    private @Nullable Instant told;
    private @Nullable ChannelFuture lastWords;
    private int discarded;

    /**
     * A socket that is connected, or will be.
     *
     * @param remote where the other side is
     * @param line what there is for the socket
     * @param pass is given back when the socket is closed
     */
    NettyWire(SocketChannel channel, InetSocketAddress remote, Line line, Admission.Pass pass) {
        this.channel = channel;
        this.remote = remote;
        this.line = line;
        this.pass = pass;
        this.info = new Connection.Info(
                address(), "", line.transport().toString(), line.clock().instant());
        this.protocol = line.protocols().create(this);
    }

    private String address() {
        String host = remoteHost();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + remote.getPort();
    }

    // what Netty says

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (line.direct()) {
            addTls("");
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!line.direct()) {
            protocol.connected();
        }
    }

    private void addTls(String domain) {
        SslHandler handler = new SslHandler(line.tls().engine(domain, line.direct()), false, line.cpu());
        handler.setCloseNotifyFlushTimeoutMillis(0); // tick() sees to that
        ssl = handler;
        channel.pipeline().addFirst(new RenegotiationGuard(), handler);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (closing) {
                discarded += bytes.readableBytes();
                if (discarded > MAX_DISCARDED) {
                    cut();
                }
            } else if (bytes.hasArray()) {
                protocol.bytes(bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes());
            } else {
                byte[] copy = ByteBufUtil.getBytes(bytes);
                protocol.bytes(copy, 0, copy.length);
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && ssl != null) {
            if (handshake.isSuccess()) {
                SSLSession session = ssl.engine().getSession();
                String tls = session.getProtocol() + " " + session.getCipherSuite();
                info = new Connection.Info(info.address(), tls, info.transport(), info.since());
                secure = true;
                protocol.secured();
            } else {
                LOG.debug("A TLS handshake with {} failed: {}", info.address(), String.valueOf(handshake.cause()));
                protocol.troubled("TLS could not be turned on: " + words(handshake.cause()));
                channel.close();
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        protocol.writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pass.leave();
        protocol.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A connection with {} broke: {}", info.address(), String.valueOf(cause));
        protocol.troubled("The connection broke: " + words(cause));
        channel.close();
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** Time has passed. */
    void tick(Instant now) {
        if (!closing) {
            protocol.tick(now);
            return;
        }
        closed = closed == null ? now : closed;
        if (told == null && (lastWords == null || lastWords.isDone())) {
            told = now;
        }
        Instant end = told == null ? closed.plus(FAREWELL) : told.plus(LINGER);
        if (!now.isBefore(end)) {
            cut();
        }
    }

    /** The server stops. */
    void shutdown() {
        protocol.shutdown();
        close();
    }

    // what the protocol says

    @Override
    public Executor loop() {
        return channel.eventLoop();
    }

    @Override
    public void send(CharSequence xml) {
        if (!closing && xml.length() > 0) {
            channel.writeAndFlush(bytes(xml));
        }
    }

    @Override
    public void send(CharSequence xml, Runnable sent) {
        if (!closing) {
            channel.writeAndFlush(bytes(xml)).addListener(done -> {
                if (done.isSuccess()) {
                    sent.run();
                }
            });
        }
    }

    private ByteBuf bytes(CharSequence xml) {
        ByteBuf bytes = channel.alloc().heapBuffer(ByteBufUtil.utf8Bytes(xml));
        ByteBufUtil.writeUtf8(bytes, xml);
        return bytes;
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void reading(boolean on) {
        if (!closing) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    public void startTls(String lastWords, String domain) {
        send(lastWords);
        addTls(domain);
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        if (ssl == null || !secure) {
            return List.of();
        }
        try {
            return Stream.of(ssl.engine().getSession().getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public List<ChannelBinding> channelBindings() {
        return ssl == null || !secure ? List.of() : TlsBindings.of(ssl.engine());
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        channel.config().setAutoRead(true);
        ChannelFuture last =
                ssl == null || !secure ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : ssl.closeOutbound();
        last.addListener(sent -> channel.shutdownOutput());
        lastWords = last;
    }

    /** Runs something when everything has left for the client, or it cannot. */
    void whenClosed(Runnable task) {
        ChannelFuture last = lastWords == null ? channel.closeFuture() : lastWords;
        last.addListener(sent -> task.run());
    }

    @Override
    public void abort() {
        closing = true;
        cut();
    }

    /** Closes the socket past the handler of TLS, which would wait for its own farewell to leave. */
    private void cut() {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    @Override
    public void loggedIn() {
        pass.loggedIn();
    }

    @Override
    public Connection.Info info() {
        return info;
    }

    @Override
    public String remoteHost() {
        return remote.getAddress().getHostAddress();
    }
}
