package org.ratatosk.server.admin;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.ratatosk.server.feature.RosterChanges;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Ids;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.store.Store.Tables;
import org.ratatosk.server.stream.sasl.Credentials;
import org.ratatosk.server.stream.sasl.SaslException;

/** Makes, changes and deletes accounts, each in its lane, so that its clients and whoever writes to it see one order. Thread-safe. */
final class Accounts {
    private static final int MIN_PASSWORD = 8;
    private static final String TOO_SHORT = "A password needs " + MIN_PASSWORD + " characters at least";

    private final Router router;
    private final Store store;
    private final Credentials credentials;
    private final InstantSource clock;
    private final Ids ids;
    /** Whose password was changed elsewhere since the start; logins on the web live no longer than the process. */
    private final Map<Jid, String> changedElsewhere = new ConcurrentHashMap<>();

    Accounts(Router router, Store store, Credentials credentials, InstantSource clock, Ids ids) {
        this.router = router;
        this.store = store;
        this.credentials = credentials;
        this.clock = clock;
        this.ids = ids;
    }

    CompletionStage<Account> create(Jid bare, Account.Role role, String password) {
        return password.length() < MIN_PASSWORD
                ? failed(TOO_SHORT)
                : credentials.derive(bare, password).thenCompose(own -> create(bare, role, Optional.of(own)));
    }

    CompletionStage<Account> create(Jid bare, Account.Role role, Optional<Password> own) {
        if (!router.hosts(bare.domain()) || bare.local().isEmpty() || bare.isFull()) {
            return failed(bare + " is not an address that can have an account here");
        }
        if (router.components().isComponent(bare)) {
            return failed(bare + " belongs to a part of the server");
        }
        Account account = new Account(bare, ids.next(), role, true, clock.instant());
        return inWords(router.perform(
                        bare,
                        ctx -> ctx.owner().isPresent()
                                ? Outcome.reject(Condition.CONFLICT, "There is an account " + bare + " already")
                                : Outcome.stored(
                                        tables -> {
                                            tables.accounts().create(account);
                                            own.ifPresent(password ->
                                                    tables.accounts().putPassword(bare, password));
                                        },
                                        () -> {
                                            ctx.setOwner(account);
                                            return Outcome.handled();
                                        })))
                .thenApply(done -> account);
    }

    /** Lets failures carry the sentence alone. */
    static CompletionStage<Void> inWords(CompletionStage<Void> stage) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause = causeOf(failure);
            String words =
                    cause instanceof StanzaException refused ? refused.error().text() : null;
            return words == null ? CompletableFuture.failedStage(cause) : failed(words);
        });
    }

    CompletionStage<Boolean> update(Jid bare, UnaryOperator<Account> change) {
        boolean[] found = new boolean[1];
        return router.perform(bare, ctx -> {
                    Optional<Account> changed = ctx.owner().map(change);
                    found[0] = changed.isPresent();
                    return changed.isEmpty() ? Outcome.handled() : update(ctx, changed.get());
                })
                .thenApply(done -> found[0]);
    }

    private static Outcome update(Context ctx, Account changed) {
        Consumer<Tables> writes = tables -> {
            tables.accounts().update(changed);
            if (!changed.enabled()) {
                tables.links().removeAll(changed.jid().toString());
            }
        };
        return Outcome.stored(writes, () -> {
            ctx.setOwner(changed);
            if (!changed.enabled()) {
                endSessions(ctx, "The account was disabled");
            }
            return Outcome.handled();
        });
    }

    CompletionStage<Boolean> delete(Jid bare) {
        boolean[] found = new boolean[1];
        return router.perform(bare, ctx -> {
                    endSessions(ctx, "The account was deleted");
                    return Outcome.handled();
                })
                .thenCompose(ended -> router.perform(bare, ctx -> {
                    found[0] = ctx.owner().isPresent();
                    Outcome farewell = RosterChanges.farewell(ctx);
                    return Outcome.stored(tables -> tables.accounts().delete(bare), () -> {
                        endSessions(ctx, "The account was deleted");
                        ctx.forget();
                        return farewell;
                    });
                }))
                .thenApply(done -> found[0]);
    }

    static void endSessions(Context ctx, String why) {
        StreamError error = StreamError.of(StreamError.Condition.NOT_AUTHORIZED, why);
        ctx.sessions().forEach(client -> client.close(error));
    }

    CompletionStage<Void> setPassword(Jid bare, String password, boolean keepSessions) {
        if (password.length() < MIN_PASSWORD) {
            return failed(TOO_SHORT);
        }
        return credentials
                .derive(bare, password)
                .thenCompose(own -> inWords(router.perform(
                        bare,
                        ctx -> ctx.owner().isEmpty()
                                ? Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no account " + bare)
                                : Outcome.stored(tables -> tables.accounts().putPassword(bare, own), () -> {
                                    if (!keepSessions) {
                                        endSessions(ctx, "The password was changed");
                                    }
                                    return Outcome.handled();
                                }))));
    }

    CompletionStage<Boolean> checkPassword(Jid bare, String password, String remoteAddress) {
        return credentials.check(bare, password, remoteAddress).exceptionallyCompose(failure -> {
            Throwable cause = causeOf(failure);
            return CompletableFuture.failedStage(
                    cause instanceof SaslException
                            ? new ThrottledException(String.valueOf(cause.getMessage()))
                            : cause);
        });
    }

    CompletionStage<String> passwordVersion(Jid bare) {
        String elsewhere = changedElsewhere.getOrDefault(bare, "");
        return own(bare).thenApply(own -> own.map(Password::id).orElse("") + elsewhere);
    }

    CompletionStage<Boolean> hasOwnPassword(Jid bare) {
        return own(bare).thenApply(Optional::isPresent);
    }

    private CompletionStage<Optional<Password>> own(Jid bare) {
        return store.read(tables ->
                tables.accounts().passwords(bare).stream().filter(Password::own).findAny());
    }

    CompletionStage<Void> endLoginsFromElsewhere(Jid bare) {
        changedElsewhere.put(bare, "-" + ids.next());
        return router.perform(bare, ctx -> {
            endSessions(ctx, Credential.Kind.ELSEWHERE, "The password was changed");
            return Outcome.handled();
        });
    }

    private static void endSessions(Context ctx, Credential.Kind kind, String why) {
        StreamError error = StreamError.of(StreamError.Condition.NOT_AUTHORIZED, why);
        ctx.sessions().stream()
                .filter(client -> client.connection().credential().kind() == kind)
                .toList()
                .forEach(client -> client.close(error));
    }

    CompletionStage<Optional<Account>> find(Jid bare) {
        return store.read(tables -> tables.accounts().find(bare));
    }

    CompletionStage<List<Account>> list(String domain, String part, int offset, int limit) {
        return store.read(tables -> tables.accounts().list(domain, part, offset, limit));
    }

    CompletionStage<Integer> count() {
        return store.read(tables -> tables.accounts().count());
    }

    CompletionStage<Integer> count(String domain, String part) {
        return store.read(tables -> tables.accounts().count(domain, part));
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    static <T> CompletionStage<T> failed(String why) {
        return CompletableFuture.failedStage(new IllegalArgumentException(why));
    }
}
