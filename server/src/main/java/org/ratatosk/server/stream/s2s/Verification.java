package org.ratatosk.server.stream.s2s;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.Element;

/**
 * Asks the server of a domain whether a key that speaks for it is right (XEP-0220 section 2.3), over a stream of its own. Only an
 * answer with the very addresses and id of the question counts. Thread-safe.
 */
final class Verification implements Goal {
    /** What was answered. */
    enum Answer {
        VALID,
        INVALID,
        UNKNOWN
    }

    /** Is told, once, on any thread. */
    @FunctionalInterface
    interface Listener {
        /** The answer; {@code words} say to people why there is none. */
        void verified(Pair pair, Answer answer, @Nullable String words);
    }

    private final Parts parts;
    private final Pair pair;
    private final String id;
    private final String key;
    private final Listener listener;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param pair the own domain that was shown the key, and the domain that the key speaks for
     * @param id of the stream on which it was shown
     */
    Verification(Parts parts, Pair pair, String id, String key, Listener listener) {
        this.parts = parts;
        this.pair = pair;
        this.id = id;
        this.key = key;
        this.listener = listener;
    }

    /** Asks. */
    void begin() {
        new Search(parts, this, failure -> tell(Answer.UNKNOWN, failure.words())).begin();
    }

    private void tell(Answer answer, @Nullable String words) {
        if (told.compareAndSet(false, true)) {
            listener.verified(pair, answer, words);
        }
    }

    @Override
    public Pair pair() {
        return pair;
    }

    @Override
    public boolean provesUs() {
        return false;
    }

    @Override
    public void encrypted(OutgoingStream stream) {
        stream.writeDialback(Wording.dialback("verify", pair.local(), pair.remote())
                .attr("id", id)
                .text(key)
                .build());
    }

    @Override
    public void answered(OutgoingStream stream, Element answer) {
        boolean ours = answer.local().equals("verify")
                && answer.attr("id").filter(id::equals).isPresent()
                && ServerStream.domain(answer, "from")
                        .filter(pair.remote()::equals)
                        .isPresent()
                && ServerStream.domain(answer, "to")
                        .filter(pair.local()::equals)
                        .isPresent();
        if (!ours) {
            return;
        }
        switch (answer.attr("type").orElse("")) {
            case "valid" -> tell(Answer.VALID, null);
            case "invalid" -> tell(Answer.INVALID, null);
            default -> tell(Answer.UNKNOWN, pair.remote() + " could not say whether the key is right");
        }
        stream.done();
    }

    @Override
    public void failed(Search.Failure failure) {
        tell(Answer.UNKNOWN, failure.words());
    }
}
