package org.ratatosk.server.acme;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the authority finds at {@code /.well-known/acme-challenge/TOKEN} (RFC 8555 section 8.3). Thread-safe. */
public final class HttpTokens implements Prover {
    private final Map<String, String> answers = new ConcurrentHashMap<>();

    /** What to answer at a token; empty if nobody asked for it. */
    public Optional<String> answer(String token) {
        return Optional.ofNullable(answers.get(token));
    }

    @Override
    public void show(Proving proving) {
        answers.put(proving.name(), proving.value());
    }

    @Override
    public void hide(Proving proving) {
        answers.remove(proving.name());
    }
}
