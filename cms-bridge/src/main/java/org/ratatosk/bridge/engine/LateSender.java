package org.ratatosk.bridge.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Stanza;

/**
 * The way to send before the engine has given it: what is sent earlier waits for {@link #use}. It lets the parts that answer
 * stanzas be built before the component is attached that receives them. Thread-safe.
 */
public final class LateSender implements Sender {
    private final CompletableFuture<Sender> sender = new CompletableFuture<>();

    /** Sends from now on, and what waits, through this one; it is closed together with this object. */
    public void use(Sender real) {
        if (!sender.complete(real)) {
            throw new IllegalStateException("There is a way to send already");
        }
    }

    @Override
    public CompletionStage<Fate> send(Stanza stanza) {
        return sender.thenCompose(real -> real.send(stanza));
    }

    @Override
    public void close() {
        CompletionStage<Void> unused = sender.thenAccept(Sender::close);
    }
}
