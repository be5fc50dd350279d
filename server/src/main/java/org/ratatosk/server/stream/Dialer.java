package org.ratatosk.server.stream;

import java.time.Duration;
import java.util.function.Consumer;
import org.ratatosk.server.dns.Endpoint;

/** Connects to the servers of other domains. Thread-safe; never blocks its caller. */
@FunctionalInterface
public interface Dialer {
    /**
     * Where to connect, and for whom.
     *
     * @param endpoint the place
     * @param local the own domain, whose certificate is shown
     * @param remote the domain whose server is wanted
     * @param patience how long the connection may take to be there
     */
    record Call(Endpoint endpoint, String local, String remote, Duration patience) {}

    /**
     * Connects. With direct TLS {@link Protocol#secured()} is called when TLS is on; otherwise {@link Protocol#connected()}.
     *
     * @param protocols makes what is spoken; its protocol is told when the connection ends
     * @param failed is called, on any thread, with words for people if nobody answers; then nothing is told to the protocol
     */
    void dial(Call call, Protocol.Factory protocols, Consumer<String> failed);
}
