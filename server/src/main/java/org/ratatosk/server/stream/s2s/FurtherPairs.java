package org.ratatosk.server.stream.s2s;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Further own domains on a stream to another server that has taken one (XEP-0220 section 2.6.1): each shows a key of its own, and is
 * carried once the other server believes it. What was refused once is not asked for again. Loop-confined.
 */
final class FurtherPairs {
    private static final int MAX = 100;

    private final OutgoingStream stream;
    private final Map<Pair, Question> open = new HashMap<>();
    private final Set<Pair> refused = new HashSet<>();

    /** A key that was shown; {@code told} whether the stream carries the pair, not later than at {@code end}. */
    private record Question(Instant end, Consumer<Boolean> told) {}

    FurtherPairs(OutgoingStream stream) {
        this.stream = stream;
    }

    /** Shows the key of a pair; {@code told} is told exactly once whether the stream carries it. */
    void ask(Pair pair, Consumer<Boolean> told) {
        if (stream.isProved(pair)) {
            told.accept(true);
        } else if (refused.contains(pair) || open.containsKey(pair) || stream.proofs() + open.size() >= MAX) {
            told.accept(false);
        } else {
            Instant now = stream.parts.clock().instant();
            open.put(pair, new Question(now.plus(stream.parts.limits().loginTime()), told));
            stream.showKey(pair);
        }
    }

    /** The other server has answered; what nobody has asked is dropped. */
    void answered(Pair pair, boolean valid) {
        Question question = open.remove(pair);
        if (question == null) {
            return;
        }
        if (valid) {
            stream.proved(pair);
        } else {
            refused.add(pair);
        }
        question.told().accept(valid);
    }

    /** Whoever says nothing refuses. */
    void tick(Instant now) {
        List<Pair> late = open.entrySet().stream()
                .filter(asked -> !now.isBefore(asked.getValue().end()))
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(pair -> answered(pair, false));
    }

    /** The stream is over. */
    void over() {
        List.copyOf(open.keySet()).forEach(pair -> answered(pair, false));
    }
}
