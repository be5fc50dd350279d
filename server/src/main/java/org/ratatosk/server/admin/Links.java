package org.ratatosk.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Ids;
import org.ratatosk.server.store.LinkStore.Link;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.Store.Tables;

/** One-time links. Only the hash of a link's secret is kept; a new link for the same purpose and subject ends the old one. Thread-safe. */
final class Links {
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final Store store;
    private final InstantSource clock;
    private final Ids ids;

    Links(Store store, InstantSource clock, Ids ids) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    CompletionStage<String> create(String purpose, Jid subject) {
        String secret = ids.next() + ids.next();
        Link link = new Link(
                hash(secret), purpose, subject.toString(), clock.instant().plus(LIFE));
        return store.write(List.of(tables -> {
                    tables.links().removeAll(purpose, link.subject());
                    tables.links().put(link);
                }))
                .thenApply(done -> secret);
    }

    CompletionStage<Optional<Jid>> peek(String purpose, String secret) {
        return store.read(tables -> find(tables, purpose, secret).map(link -> Jid.of(link.subject())));
    }

    CompletionStage<Optional<Jid>> take(String purpose, String secret) {
        Taken taken = new Taken();
        return store.write(List.of(tables -> taken.link = find(tables, purpose, secret)
                        .filter(link -> tables.links().take(link.secretHash()))))
                .thenApply(done -> taken.link.map(link -> Jid.of(link.subject())));
    }

    private static final class Taken {
        private Optional<Link> link = Optional.empty();
    }

    private Optional<Link> find(Tables tables, String purpose, String secret) {
        return tables.links()
                .find(hash(secret))
                .filter(link -> link.purpose().equals(purpose))
                .filter(link -> clock.instant().isBefore(link.expires()));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
