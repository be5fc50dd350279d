package org.ratatosk.server.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.ratatosk.server.dns.Hosts;

/**
 * Reads small documents from websites that strangers name. The address that was judged is the address that is dialled, which is why
 * the platform's client, which looks up names by itself, is not used: between a look and a second look a name can change. Only HTTPS
 * with a valid certificate; size, time and redirects are bounded. Thread-safe.
 */
public final class HttpsReader {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_ADDRESSES = 3;
    private static final int HTTPS_PORT = 443;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})");
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Hosts hosts;
    private final SSLContext context;
    private final Duration patience;
    private final Executor io;
    private final int port;

    /** An answer of HTTP. */
    private record Reply(int status, List<String> head, String body) {
        String header(String name) {
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /**
     * @param hosts finds addresses, and refuses those that strangers must not send this server to
     * @param context TLS that trusts the authorities for websites
     * @param patience how long one exchange may take
     * @param io where it is waited for answers: not an event loop, and bounded
     */
    public HttpsReader(Hosts hosts, SSLContext context, Duration patience, Executor io) {
        this(hosts, context, patience, io, HTTPS_PORT);
    }

    /** @param port for addresses that name none */
    HttpsReader(Hosts hosts, SSLContext context, Duration patience, Executor io, int port) {
        this.hosts = hosts;
        this.context = context;
        this.patience = patience;
        this.io = io;
        this.port = port;
    }

    /** The text of a document. The stage fails with an {@link IOException} or one of the DNS, which say in words why not. */
    public CompletionStage<String> read(URI uri) {
        return read(uri, MAX_REDIRECTS);
    }

    private CompletionStage<String> read(URI uri, int redirects) {
        String host = uri.getHost();
        if (!"https".equalsIgnoreCase(uri.getScheme()) || host == null || uri.getRawUserInfo() != null) {
            return CompletableFuture.failedFuture(new IOException(uri + " is no address of a website with HTTPS"));
        }
        return hosts.of(host)
                .thenApplyAsync(addresses -> exchange(uri, addresses), io)
                .thenCompose(reply -> next(uri, reply, redirects));
    }

    private CompletionStage<String> next(URI uri, Reply reply, int redirects) {
        if (reply.status() == 200) {
            return CompletableFuture.completedFuture(reply.body());
        }
        if (!REDIRECTS.contains(reply.status()) || redirects == 0) {
            return CompletableFuture.failedFuture(new IOException(uri + " answers with status " + reply.status()));
        }
        try {
            return read(uri.resolve(new URI(reply.header("location"))), redirects - 1);
        } catch (URISyntaxException e) {
            return CompletableFuture.failedFuture(new IOException(uri + " sends on to no address"));
        }
    }

    private Reply exchange(URI uri, List<InetAddress> addresses) {
        long end = System.nanoTime() + patience.toNanos();
        try (Socket plain = connect(uri, addresses, end);
                SSLSocket socket = (SSLSocket)
                        context.getSocketFactory().createSocket(plain, uri.getHost(), plain.getPort(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(left(end));
            socket.startHandshake();
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            // By 1.0 the answer comes in one piece and the connection ends with it.
            String request = "GET " + path + query + " HTTP/1.0\r\nHost: " + uri.getRawAuthority()
                    + "\r\nAccept: application/json\r\nUser-Agent: Ratatosk\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return parse(uri, all(uri, socket, end));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private Socket connect(URI uri, List<InetAddress> addresses, long end) throws IOException {
        IOException last = new IOException(uri + " has no address");
        for (InetAddress address : addresses.subList(0, Math.min(MAX_ADDRESSES, addresses.size()))) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, uri.getPort() < 0 ? port : uri.getPort()), left(end));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** Milliseconds that are left. */
    private static int left(long end) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (millis <= 0) {
            throw new SocketTimeoutException("The website takes too long");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** Reads until the other side ends, or has sent as much as it said. */
    private static byte[] all(URI uri, SSLSocket socket, long end) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        InputStream in = socket.getInputStream();
        while (!isWhole(received)) {
            socket.setSoTimeout(left(end));
            int read = in.read(buffer);
            if (read < 0) {
                break;
            }
            received.write(buffer, 0, read);
            if (received.size() > MAX_BYTES) {
                throw new IOException(uri + " is larger than " + MAX_BYTES / 1024 + " KiB");
            }
        }
        return received.toByteArray();
    }

    private static boolean isWhole(ByteArrayOutputStream received) {
        String text = received.toString(ISO_8859_1);
        int head = text.indexOf(END_OF_HEAD);
        if (head < 0) {
            return false;
        }
        String length = new Reply(0, text.substring(0, head).lines().toList(), "").header("content-length");
        return length.matches("[0-9]{1,6}")
                && received.size() >= head + END_OF_HEAD.length() + Integer.parseInt(length);
    }

    private static Reply parse(URI uri, byte[] bytes) throws IOException {
        String text = new String(bytes, UTF_8);
        int head = text.indexOf(END_OF_HEAD);
        Matcher status = STATUS.matcher(text);
        if (head < 0 || !status.lookingAt()) {
            throw new IOException(uri + " does not speak HTTP");
        }
        return new Reply(
                Integer.parseInt(status.group(1)),
                text.substring(0, head).lines().skip(1).toList(),
                text.substring(head + END_OF_HEAD.length()));
    }
}
