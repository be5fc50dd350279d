package org.ratatosk.server.stream.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The mechanisms on offer inside TLS, strongest first, and the way to start one. Thread-safe. */
public final class Sasl {
    private static final String PLAIN = "PLAIN";

    private final Credentials credentials;
    private final SecureRandom random;

    /**
     * @param credentials proves passwords
     * @param random makes nonces
     */
    public Sasl(Credentials credentials, SecureRandom random) {
        this.credentials = credentials;
        this.random = random;
    }

    /** The names of the mechanisms. They are the same for everybody, so that they say nothing about an account. */
    public List<String> mechanisms() {
        List<String> names = new ArrayList<>();
        for (ScramHash hash : ScramHash.values()) {
            names.add(hash.mechanism());
        }
        names.add(PLAIN);
        return List.copyOf(names);
    }

    /**
     * Starts an exchange on a stream that is inside TLS; nothing if the mechanism is not on offer.
     *
     * @param mechanism as the client named it
     * @param domain the hosted domain that the stream is for
     * @param remoteAddress the client's address without its port, for the throttle
     */
    public Optional<Exchange> start(String mechanism, String domain, String remoteAddress) {
        if (mechanism.equals(PLAIN)) {
            return Optional.of(new PlainExchange(credentials, domain, remoteAddress));
        }
        return ScramHash.of(mechanism).map(hash -> new ScramExchange(hash, credentials, random, domain, remoteAddress));
    }
}
