package org.ratatosk.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Asks websites whose addresses other people name. The address that was judged is the address that is dialled, which is why the
 * platform's client, which looks up names by itself, is not used: between a look and a second look a name can change. Each
 * redirect is judged anew, never leads from HTTPS to HTTP, and takes to another host none of the headers that could be secret.
 * Size and time are bounded. Calls block. Thread-safe.
 */
public final class SafeHttp {
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_ADDRESSES = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<String> FOR_ANYBODY = Set.of("accept", "if-none-match", "if-modified-since");
    private static final Set<String> OURS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "user-agent", "accept-encoding");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,8000}");

    private final Addresses addresses;
    private final SSLContext tls;
    private final Duration patience;
    private final int maxBytes;

    /**
     * @param addresses which addresses may be dialled
     * @param tls trusts the authorities for websites
     * @param patience how long one exchange may take, connecting included
     * @param maxBytes the largest body of an answer
     */
    public SafeHttp(Addresses addresses, SSLContext tls, Duration patience, int maxBytes) {
        this.addresses = addresses;
        this.tls = tls;
        this.patience = patience;
        this.maxBytes = maxBytes;
    }

    /**
     * Asks, and follows redirects if that is wished.
     *
     * @throws IOException says in words why there is no answer; whether the request arrived is unknown then
     */
    public Reply send(Ask ask) throws IOException {
        Ask next = ask;
        for (int redirects = 0; ; redirects++) {
            Reply reply = exchange(next);
            if (!ask.follows() || !REDIRECTS.contains(reply.status())) {
                return reply;
            }
            if (redirects == MAX_REDIRECTS) {
                throw new IOException(ask.uri() + " sends on more than " + MAX_REDIRECTS + " times");
            }
            next = redirected(next, reply);
        }
    }

    private static Ask redirected(Ask ask, Reply reply) throws IOException {
        URI from = ask.uri();
        URI to;
        try {
            to = from.resolve(new URI(reply.header("location").orElse("")));
        } catch (java.net.URISyntaxException e) {
            throw new IOException(from + " sends on to what is no address", e);
        }
        if (isTls(from) && !isTls(to)) {
            throw new IOException(from + " sends on from HTTPS to " + to);
        }
        boolean same = from.getScheme().equalsIgnoreCase(to.getScheme())
                && String.valueOf(from.getHost()).equalsIgnoreCase(to.getHost())
                && port(from) == port(to);
        Map<String, String> headers = new java.util.HashMap<>(ask.headers());
        if (!same) {
            headers.keySet().removeIf(name -> !FOR_ANYBODY.contains(name.toLowerCase(Locale.ROOT)));
        }
        return new Ask(ask.method(), to, headers, ask.body(), true);
    }

    private static boolean isTls(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isTls(uri) ? 443 : 80;
    }

    private Reply exchange(Ask ask) throws IOException {
        URI uri = ask.uri();
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("https", "http").contains(scheme) || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IOException(uri + " is no address of a website");
        }
        byte[] head = head(ask);
        long end = System.nanoTime() + patience.toNanos();
        try (Socket plain = connect(uri, end)) {
            AtomicBoolean late = new AtomicBoolean();
            // closes whatever is waited for, however slowly it comes
            CompletableFuture<Void> guard = CompletableFuture.runAsync(
                    () -> {
                        late.set(true);
                        closed(plain);
                    },
                    CompletableFuture.delayedExecutor(left(uri, end), TimeUnit.MILLISECONDS));
            try (Socket socket = isTls(uri) ? secured(uri, plain) : plain) {
                OutputStream out = socket.getOutputStream();
                out.write(head);
                out.write(ask.body());
                out.flush();
                return new ReplyReader(ask, new BufferedInputStream(socket.getInputStream()), maxBytes).read();
            } catch (IOException e) {
                throw late.get() ? tooSlow(uri) : e;
            } finally {
                guard.cancel(false);
            }
        }
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    private static IOException tooSlow(URI uri) {
        return new SocketTimeoutException(uri.getHost() + " takes too long to answer");
    }

    private SSLSocket secured(URI uri, Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, uri.getHost(), port(uri), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private Socket connect(URI uri, long end) throws IOException {
        List<InetAddress> found = addresses.of(uri.getHost());
        IOException last = new IOException(uri.getHost() + " has no address");
        for (InetAddress address : found.subList(0, Math.min(MAX_ADDRESSES, found.size()))) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port(uri)), left(uri, end));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = new IOException(uri.getHost() + " cannot be reached: " + e.getMessage(), e);
            }
        }
        throw last;
    }

    private static int left(URI uri, long end) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            throw tooSlow(uri);
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    private static byte[] head(Ask ask) throws IOException {
        StringBuilder head = new StringBuilder(ask.method())
                .append(' ')
                .append(ask.target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(ask.uri().getRawAuthority())
                .append("\r\nConnection: close\r\nUser-Agent: Ratatosk\r\nAccept-Encoding: identity\r\n");
        for (Map.Entry<String, String> header : ask.headers().entrySet()) {
            boolean sound = TOKEN.matcher(header.getKey()).matches()
                    && VALUE.matcher(header.getValue()).matches()
                    && !OURS.contains(header.getKey().toLowerCase(Locale.ROOT));
            if (!sound) {
                throw new IOException("The header " + header.getKey() + " cannot be sent");
            }
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        if (ask.body().length > 0 || !Set.of("GET", "HEAD").contains(ask.method())) {
            head.append("Content-Length: ").append(ask.body().length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        return bytes.toByteArray();
    }
}
