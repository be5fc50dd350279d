package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client: logs in and then hands what comes to its listener. Confined to its event loop, but for what is said to be callable from
 * elsewhere.
 */
final class Session extends SimpleChannelInboundHandler<ByteBuf> implements Frames.Sink {
    /** What takes the stanzas of a session that has logged in. */
    interface Listener {
        /** A stanza, from its first to behind its last byte; valid only during the call. */
        void stanza(Session session, byte[] bytes, int from, int to);
    }

    private static final int PATIENCE_SECONDS = 5;
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final byte[] STREAM_ERROR = "<stream:error".getBytes(US_ASCII);
    private static final byte[] IQ = "<iq".getBytes(US_ASCII);
    private static final byte[] PING = "urn:xmpp:ping".getBytes(US_ASCII);
    private static final byte[] GET = "get".getBytes(US_ASCII);
    private final Target target;
    private final int number;
    private final Login login;
    private final Frames frames = new Frames();
    private final CompletableFuture<Session> ready = new CompletableFuture<>();
    private final CompletableFuture<String> broken = new CompletableFuture<>();
    private Listener listener = (session, bytes, from, to) -> {};
    private boolean loggedIn;
    private boolean closing;
    private @Nullable Channel channel;

    /**
     * @param number of the account
     * @param register whether the account has to be made first, if there is none
     */
    Session(Target target, int number, boolean register) {
        this.target = target;
        this.number = number;
        this.login = new Login(this, target, number, register);
    }

    /** Ends well once it has logged in and is bound, else with what went wrong. From any thread. */
    CompletableFuture<Session> ready() {
        return ready;
    }

    /** Ends with the reason when the connection breaks, or is ended by the server, once it is ready. From any thread. */
    CompletableFuture<String> broken() {
        return broken;
    }

    /** The number of its account. */
    int number() {
        return number;
    }

    /** What shall take the stanzas from now on. */
    void listener(Listener next) {
        listener = next;
    }

    /** Whether it can be written to. From any thread. */
    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    /** Sends some text. From any thread. */
    void send(String text) {
        send(text.getBytes(UTF_8));
    }

    /** Sends some bytes. From any thread. */
    void send(byte[] bytes) {
        if (channel != null) {
            channel.writeAndFlush(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
        }
    }

    /** Says goodbye, and closes when the server has said it too. From any thread. */
    void close() {
        closing = true;
        if (channel == null || target.kind() == Target.Kind.ECHO) {
            hangUp();
        } else {
            send("</stream:stream>");
            channel.eventLoop().schedule(this::hangUp, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void hangUp() {
        if (channel != null) {
            channel.close();
        }
    }

    /** A new stream begins: what came before it counts no more. */
    void open() {
        frames.restart();
        send(
                "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='"
                        + target.domain() + "' version='1.0'>");
    }

    /** Turns on TLS; the stream begins anew. */
    void secure() {
        if (channel != null) {
            // The port is but a name under which a TLS session is kept: another one each time, so that none is resumed.
            SslHandler tls = target.tls().newHandler(channel.alloc(), target.domain(), NAMES.incrementAndGet());
            channel.pipeline().addFirst(tls);
            open();
            if (target.kind() == Target.Kind.ECHO) {
                tls.handshakeFuture().addListener(done -> {
                    if (done.isSuccess()) {
                        loggedIn();
                    } else {
                        failed(Reason.of(done.cause()));
                    }
                });
            }
        }
    }

    /** The login is over. */
    void loggedIn() {
        loggedIn = true;
        ready.complete(this);
    }

    /** The login has failed. */
    void failed(String why) {
        ready.completeExceptionally(new IllegalStateException(target.jid(number) + ": " + why));
        if (!ready.isCompletedExceptionally()) {
            broken.complete(why);
        }
        hangUp();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (target.kind() == Target.Kind.STARTTLS) {
            open();
        } else {
            secure();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
        frames.feed(in, this);
    }

    @Override
    public void element(byte[] bytes, int from, int to) {
        if (!loggedIn) {
            login.element(new String(bytes, from, to - from, UTF_8));
        } else if (Bytes.startsWith(bytes, from, to, STREAM_ERROR)) {
            failed("the server says " + new String(bytes, from, to - from, UTF_8));
        } else if (isPing(bytes, from, to)) {
            pong(new String(bytes, from, to - from, UTF_8));
        } else {
            listener.stanza(this, bytes, from, to);
        }
    }

    private static boolean isPing(byte[] bytes, int from, int to) {
        return Bytes.startsWith(bytes, from, to, IQ)
                && Bytes.find(bytes, from, to, PING) >= 0
                && Bytes.find(bytes, from, to, GET) >= 0;
    }

    private void pong(String ping) {
        String from = Bytes.attribute(ping, "from");
        send("<iq type='result' id='" + Bytes.attribute(ping, "id") + "'" + (from.isEmpty() ? "" : " to='" + from + "'")
                + "/>");
    }

    @Override
    public void closed() {
        hangUp();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            failed("the server closed the connection");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        failed(Reason.of(cause));
    }
}
