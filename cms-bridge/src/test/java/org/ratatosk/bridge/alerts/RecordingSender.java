package org.ratatosk.bridge.alerts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Stanza;

/** The edge of the engine: keeps what is sent, and does with messages what the test says. Thread-safe. */
public final class RecordingSender implements Sender {
    private final List<Message> messages = new ArrayList<>();
    private final List<Iq> iqs = new ArrayList<>();
    private Function<Message, CompletionStage<Fate>> fate = message -> CompletableFuture.completedStage(Fate.STORED);

    /** What is done with messages from now on. */
    public synchronized void answer(Function<Message, CompletionStage<Fate>> answer) {
        fate = answer;
    }

    /** Every message ends like this from now on. */
    public void answer(Fate every) {
        answer(message -> CompletableFuture.completedStage(every));
    }

    /** Every message fails like this from now on. */
    public void fail(RuntimeException every) {
        answer(message -> CompletableFuture.failedStage(every));
    }

    @Override
    public CompletionStage<Fate> send(Stanza stanza) {
        Function<Message, CompletionStage<Fate>> what;
        synchronized (this) {
            if (stanza instanceof Iq iq) {
                iqs.add(iq);
                return CompletableFuture.completedStage(Fate.ROUTED);
            }
            messages.add((Message) stanza);
            what = fate;
        }
        return what.apply((Message) stanza);
    }

    /** The messages in the order in which they were sent. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The messages to an address. */
    public List<Message> to(String address) {
        Jid wanted = Jid.of(address);
        return messages().stream()
                .filter(m -> m.to().filter(wanted::equals).isPresent())
                .toList();
    }

    /** The bodies of the messages to an address. */
    public List<String> bodies(String address) {
        return to(address).stream().map(m -> m.body().orElse("")).toList();
    }

    /** The IQs in the order in which they were sent. */
    public synchronized List<Iq> iqs() {
        return List.copyOf(iqs);
    }

    /** Forgets what was sent. */
    public synchronized void clear() {
        messages.clear();
        iqs.clear();
    }

    @Override
    public void close() {}
}
