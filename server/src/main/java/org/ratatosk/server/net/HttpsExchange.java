package org.ratatosk.server.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.ratatosk.server.dns.Endpoint;
import org.ratatosk.server.tls.AwayException;

/** One question to a website and its answer, by HTTP/1.0: the answer comes in one piece and the connection ends with it. Loop-confined. */
final class HttpsExchange extends SimpleChannelInboundHandler<ByteBuf> implements Race.Runner {
    private static final int MAX_BYTES = 64 * 1024;
    /** How many addresses of a website are dialled. */
    static final int MAX_ADDRESSES = 3;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final URI uri;
    private final SSLContext context;
    private final Executor cpu;
    private final CompletableFuture<HttpsReply> reply = new CompletableFuture<>();
    private final StringBuilder received = new StringBuilder();
    private int headLength = -1;
    private int wanted = Integer.MAX_VALUE;

    HttpsExchange(URI uri, SSLContext context, Executor cpu) {
        this.uri = uri;
        this.context = context;
        this.cpu = cpu;
    }

    /**
     * Asks the first of some addresses that can be reached.
     *
     * @param left how long it may take
     */
    CompletableFuture<HttpsReply> with(Loops loops, List<InetAddress> addresses, int port, Duration left) {
        List<Endpoint> places = addresses.stream()
                .map(address -> new Endpoint(0, uri.getHost(), address, port, true))
                .toList();
        loops.race(places, left, this);
        return reply.orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? new AwayException(uri + " does not answer in time")
                                : failure));
    }

    // the way there

    @Override
    public void silent(Endpoint place, String words) {}

    @Override
    public void nobody(String words) {
        away(uri + " cannot be reached: " + words);
    }

    @Override
    public void won(Endpoint place, SocketChannel channel) {
        SSLEngine engine = context.createSSLEngine(uri.getHost(), place.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        reply.whenComplete((found, failure) -> channel.close());
        channel.pipeline().addLast(new SslHandler(engine, false, cpu), this);
    }

    // the exchange

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                ctx.writeAndFlush(Unpooled.copiedBuffer(request(), ISO_8859_1));
            } else {
                judged(handshake.cause());
            }
        }
    }

    /** A certificate that is no good is an answer; all else may be the end of a website that starts anew. */
    private void judged(Throwable failure) {
        String words = uri + " cannot be asked: " + failure.getMessage();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                fail(words);
            }
        }
        away(words);
    }

    private String request() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return "GET " + path + query + " HTTP/1.0\r\nHost: " + uri.getRawAuthority()
                + "\r\nAccept: application/json\r\nUser-Agent: Ratatosk\r\n\r\n";
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) throws ProtocolException {
        int before = received.length();
        received.append(bytes.toString(ISO_8859_1));
        if (received.length() > MAX_BYTES) {
            fail(uri + " is larger than " + MAX_BYTES / 1024 + " KiB");
            return;
        }
        if (headLength < 0) {
            headLength = received.indexOf(END_OF_HEAD, Math.max(0, before - END_OF_HEAD.length()));
            wanted = headLength < 0
                    ? wanted
                    : HttpsReply.of(uri, received.substring(0, headLength), "").length();
        }
        if (headLength >= 0 && received.length() - bodyStart() >= wanted) {
            reply.complete(answer());
        }
    }

    private int bodyStart() {
        return headLength + END_OF_HEAD.length();
    }

    private HttpsReply answer() throws ProtocolException {
        return HttpsReply.of(uri, received.substring(0, headLength), received.substring(bodyStart()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws ProtocolException {
        boolean cut = headLength >= 0 && wanted != Integer.MAX_VALUE;
        if (received.length() == 0 || cut) {
            away(uri + " breaks off");
        } else if (headLength < 0) {
            fail(uri + " does not speak HTTP");
        } else {
            reply.complete(answer());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ProtocolException) {
            fail(String.valueOf(cause.getMessage()));
        } else {
            away(uri + " breaks off: " + cause);
        }
    }

    private void away(String words) {
        reply.completeExceptionally(new AwayException(words));
    }

    private void fail(String words) {
        reply.completeExceptionally(new IOException(words));
    }
}
