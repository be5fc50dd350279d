package org.ratatosk.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.ratatosk.server.dns.Hosts;

/** Which addresses of a machine may be dialled. Calls block. Thread-safe. */
@FunctionalInterface
public interface Addresses {
    /**
     * The addresses of a machine that may be dialled, never none.
     *
     * @param host its name, or an IP address, in brackets or not
     * @throws IOException says why there are none
     */
    List<InetAddress> of(String host) throws IOException;

    /** What the DNS tells, but for what its filter refuses. */
    static Addresses sifted(Hosts hosts) {
        return host -> {
            try {
                return hosts.of(host).toCompletableFuture().join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IOException(cause.getMessage(), cause);
            }
        };
    }

    /** Besides, machines that the owner has named, by whatever this machine knows of them and wherever they are. */
    default Addresses andNamed(Set<String> owned) {
        Set<String> names = Set.copyOf(
                owned.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        return host -> names.contains(host.toLowerCase(Locale.ROOT))
                ? Arrays.asList(InetAddress.getAllByName(host))
                : of(host);
    }
}
