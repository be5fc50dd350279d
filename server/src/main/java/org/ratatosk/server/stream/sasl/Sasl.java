package org.ratatosk.server.stream.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;

/** The mechanisms on offer inside TLS, strongest first, and the way to start one. Thread-safe. */
public final class Sasl {
    private static final String PLAIN = "PLAIN";
    private static final String PLUS = "-PLUS";

    private final Credentials credentials;
    private final SecureRandom random;
    private final boolean bindsChannels;

    /**
     * @param credentials proves passwords
     * @param random makes nonces
     * @param bindsChannels whether logins can be bound to connections that have something to bind to
     */
    public Sasl(Credentials credentials, SecureRandom random, boolean bindsChannels) {
        this.credentials = credentials;
        this.random = random;
        this.bindsChannels = bindsChannels;
    }

    /** Whether logins can be bound to connections that have something to bind to. */
    public boolean bindsChannels() {
        return bindsChannels;
    }

    /** Whether what a client proved is still good: it is not when the password was changed or revoked since. */
    public CompletionStage<Boolean> stands(Jid account, Credential credential) {
        return credentials.stands(account, credential);
    }

    /**
     * The names of the mechanisms. They are the same for everybody, so that they say nothing about an account.
     *
     * @param bindings what a login on this connection can be bound to
     */
    public List<String> mechanisms(List<ChannelBinding> bindings) {
        List<String> names = new ArrayList<>();
        for (ScramHash hash : ScramHash.values()) {
            if (!bindings.isEmpty()) {
                names.add(hash.mechanism() + PLUS);
            }
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
     * @param bindings what a login on this connection can be bound to
     */
    public Optional<Exchange> start(
            String mechanism, String domain, String remoteAddress, List<ChannelBinding> bindings) {
        if (mechanism.equals(PLAIN)) {
            return Optional.of(new PlainExchange(credentials, domain, remoteAddress));
        }
        boolean plus = mechanism.endsWith(PLUS);
        if (plus && bindings.isEmpty()) {
            return Optional.empty();
        }
        String name = plus ? mechanism.substring(0, mechanism.length() - PLUS.length()) : mechanism;
        Binding binding = new Binding(plus, bindings);
        return ScramHash.of(name)
                .map(hash -> new ScramExchange(hash, binding, credentials, random, domain, remoteAddress));
    }
}
