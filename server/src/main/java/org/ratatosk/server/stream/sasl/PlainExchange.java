package org.ratatosk.server.stream.sasl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stream.sasl.Keyring.User;

/** PLAIN (RFC 4616): the password itself, which only TLS protects. Confined to its stream. */
final class PlainExchange implements Exchange {
    private final Credentials credentials;
    private final String domain;
    private final String remoteAddress;

    PlainExchange(Credentials credentials, String domain, String remoteAddress) {
        this.credentials = credentials;
        this.domain = domain;
        this.remoteAddress = remoteAddress;
    }

    @Override
    public CompletionStage<Step> next(byte[] message) {
        String[] parts = Strict.utf8(message).split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty()) {
            return CompletableFuture.failedStage(
                    SaslException.malformed("PLAIN takes an authorization id, a user name and a password"));
        }
        @Nullable Jid account = Strict.account(parts[1], domain);
        try {
            Strict.checkAuthzid(parts[0], account);
        } catch (SaslException e) {
            return CompletableFuture.failedStage(e);
        }
        User user = new User(parts[1], domain, account);
        return credentials.verify(user, parts[2], remoteAddress, any -> true).thenApply(right -> {
            if (right.isEmpty() || account == null) {
                throw SaslException.notAuthorized();
            }
            return new Success(account, right.get(), new byte[0]);
        });
    }
}
