package org.ratatosk.server.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.ratatosk.server.config.Network;
import org.ratatosk.server.dns.Hosts;
import org.ratatosk.server.tls.AwayException;
import org.ratatosk.server.tls.Websites;

/**
 * Reads documents by HTTPS on the event loops, so that slow websites hold up nobody. The address that was judged is the address that is
 * dialled, which is why the platform's client, which looks up names by itself, is not used: between a look and a second look a name can
 * change. Only HTTPS with a valid certificate; size, time, redirects and how many are read at once are bounded. Thread-safe.
 */
public final class HttpsReader implements Websites {
    /** Where websites are. */
    public static final int PORT = 443;

    private static final int MAX_AT_ONCE = 256;
    private static final int MAX_OF_A_NETWORK = 16;
    private static final int MAX_REDIRECTS = 3;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Hosts hosts;
    private final SSLContext context;
    private final Duration patience;
    private final Loops loops;
    private final Executor cpu;
    private final int port;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);
    private final ConcurrentMap<String, Integer> networks = new ConcurrentHashMap<>();

    /**
     * @param hosts finds addresses, and refuses those that strangers must not send this server to
     * @param context TLS that trusts the authorities for websites
     * @param patience how long a document may take, with all redirects
     * @param loops carry the sockets
     * @param cpu does what TLS computes, and what follows on an answer
     * @param port for addresses that name none: {@link #PORT}
     */
    public HttpsReader(Hosts hosts, SSLContext context, Duration patience, Loops loops, Executor cpu, int port) {
        this.hosts = hosts;
        this.context = context;
        this.patience = patience;
        this.loops = loops;
        this.cpu = cpu;
        this.port = port;
    }

    @Override
    public CompletionStage<String> read(URI uri) {
        return read(uri, System.nanoTime() + patience.toNanos(), MAX_REDIRECTS);
    }

    private CompletionStage<String> read(URI uri, long end, int redirects) {
        String host = uri.getHost();
        if (!"https".equalsIgnoreCase(uri.getScheme()) || host == null || uri.getRawUserInfo() != null) {
            return CompletableFuture.failedFuture(new IOException(uri + " is no address of a website with HTTPS"));
        }
        return hosts.of(host)
                .thenCompose(addresses -> exchange(uri, addresses, end))
                .thenComposeAsync(reply -> next(uri, reply, end, redirects), cpu);
    }

    private CompletionStage<HttpsReply> exchange(URI uri, List<InetAddress> addresses, long end) {
        List<InetAddress> dialled =
                addresses.stream().limit(HttpsExchange.MAX_ADDRESSES).toList();
        List<String> taken = dialled.stream().map(Network::of).distinct().toList();
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("Too many websites are being asked at once"));
        }
        List<String> full = taken.stream()
                .filter(network -> networks.merge(network, 1, Integer::sum) > MAX_OF_A_NETWORK)
                .toList();
        if (!full.isEmpty()) {
            leave(taken);
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("Too many websites at " + full.get(0) + " are being asked at once"));
        }
        return new HttpsExchange(uri, context, cpu)
                .with(loops, dialled, uri.getPort() < 0 ? port : uri.getPort(), left(end))
                .whenComplete((reply, failure) -> leave(taken));
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), end - System.nanoTime()));
    }

    private void leave(List<String> taken) {
        taken.forEach(network -> networks.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1));
        places.release();
    }

    private CompletionStage<String> next(URI uri, HttpsReply reply, long end, int redirects) {
        if (reply.status() == 200) {
            return CompletableFuture.completedFuture(reply.body());
        }
        if (reply.isAway()) {
            return CompletableFuture.failedFuture(new AwayException(uri + " answers with status " + reply.status()));
        }
        if (!REDIRECTS.contains(reply.status()) || redirects == 0) {
            return CompletableFuture.failedFuture(new IOException(uri + " answers with status " + reply.status()));
        }
        try {
            return read(uri.resolve(new URI(reply.header("location"))), end, redirects - 1);
        } catch (URISyntaxException e) {
            return CompletableFuture.failedFuture(new IOException(uri + " sends on to no address"));
        }
    }
}
