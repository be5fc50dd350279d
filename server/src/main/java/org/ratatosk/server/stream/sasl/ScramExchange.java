package org.ratatosk.server.stream.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.ScramKeys;
import org.ratatosk.server.stream.sasl.Keyring.Candidate;
import org.ratatosk.server.stream.sasl.Keyring.User;
import org.ratatosk.server.stream.sasl.ScramMessages.Final;
import org.ratatosk.server.stream.sasl.ScramMessages.First;

/** The server's side of SCRAM (RFC 5802 section 5) with channel binding where the client wants it. Confined to its stream. */
final class ScramExchange implements Exchange {
    private static final int NONCE_BYTES = 24;

    private final ScramHash hash;
    private final Binding binding;
    private final Credentials credentials;
    private final String serverNonce;
    private final String domain;
    private final String remoteAddress;
    private @Nullable Challenged challenged;
    private boolean over;

    /** What is known after the first round. */
    private record Challenged(
            First first, byte[] bound, User user, List<Candidate> candidates, String nonce, String serverFirst) {}

    ScramExchange(
            ScramHash hash,
            Binding binding,
            Credentials credentials,
            SecureRandom random,
            String domain,
            String remoteAddress) {
        this.hash = hash;
        this.binding = binding;
        this.credentials = credentials;
        this.serverNonce = nonce(random);
        this.domain = domain;
        this.remoteAddress = remoteAddress;
    }

    private static String nonce(SecureRandom random) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public CompletionStage<Step> next(byte[] message) {
        try {
            String text = Strict.utf8(message);
            Challenged before = challenged;
            if (over) {
                throw SaslException.malformed("The exchange is over");
            }
            return before == null ? first(First.parse(text)) : CompletableFuture.completedStage(last(before, text));
        } catch (SaslException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Step> first(First first) {
        byte[] bound = binding.expected(first.gs2Header());
        @Nullable Jid account = Strict.account(first.username(), domain);
        Strict.checkAuthzid(first.authzid(), account);
        User user = new User(first.username(), domain, account);
        return credentials.lookup(user, hash).thenApply(candidates -> {
            ScramKeys any = candidates.get(0).keys();
            String nonce = first.nonce() + serverNonce;
            String serverFirst =
                    "r=" + nonce + ",s=" + Base64.getEncoder().encodeToString(any.salt()) + ",i=" + any.iterations();
            challenged = new Challenged(first, bound, user, candidates, nonce, serverFirst);
            return new Challenge(serverFirst.getBytes(UTF_8));
        });
    }

    private Step last(Challenged before, String text) {
        over = true;
        Final last = Final.parse(text);
        if (!MessageDigest.isEqual(last.binding(), before.bound())) {
            throw SaslException.malformed(
                    "The channel binding is not the one of this connection and the first message");
        }
        if (!last.nonce().equals(before.nonce())) {
            throw SaslException.malformed("The nonce is not the one of this exchange");
        }
        if (last.proof().length != hash.length()) {
            throw SaslException.malformed("The proof has the wrong length");
        }
        Throttle.Attempt attempt = credentials.attempt(before.user(), remoteAddress);
        String authMessage = before.first().bare() + ',' + before.serverFirst() + ',' + last.withoutProof();
        Optional<Candidate> found =
                Keyring.matching(before.candidates(), keys -> Scram.storedKeyOf(hash, keys, last.proof(), authMessage));
        Candidate right = found.orElse(before.candidates().get(0));
        byte[] signature = Scram.serverSignature(hash, right.keys(), authMessage);
        @Nullable Jid account = before.user().account();
        @Nullable Password password = right.password();
        if (found.isEmpty() || password == null || account == null) {
            throw credentials.refusal(domain);
        }
        attempt.succeeded();
        Credential proved = credentials.proved(before.user(), password);
        return new Success(account, proved, ("v=" + Base64.getEncoder().encodeToString(signature)).getBytes(UTF_8));
    }
}
