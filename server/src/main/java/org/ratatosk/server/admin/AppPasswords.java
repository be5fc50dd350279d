package org.ratatosk.server.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.ratatosk.server.admin.Admin.AppPassword;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Router;
import org.ratatosk.server.session.Credential;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Password;
import org.ratatosk.server.store.Store;
import org.ratatosk.server.stream.sasl.Credentials;

/** Passwords for single devices: made, listed and revoked. Thread-safe. */
final class AppPasswords {
    private static final int LONGEST_NAME = 60;

    private final Router router;
    private final Store store;
    private final Credentials credentials;

    AppPasswords(Router router, Store store, Credentials credentials) {
        this.router = router;
        this.store = store;
        this.credentials = credentials;
    }

    CompletionStage<List<AppPassword>> list(Jid bare) {
        return store.read(tables -> tables.accounts().passwords(bare).stream()
                .filter(one -> !one.own())
                .map(one -> new AppPassword(one.id(), one.name(), one.created(), one.used()))
                .toList());
    }

    CompletionStage<String> create(Jid bare, String name) {
        String shown = name.strip();
        if (shown.isEmpty()
                || shown.length() > LONGEST_NAME
                || shown.codePoints().anyMatch(AppPasswords::isInvisible)) {
            return Accounts.failed("Name the device, with " + LONGEST_NAME + " characters at most on one line");
        }
        String secret = credentials.newSecret();
        return credentials
                .derive(bare, shown, secret)
                .thenCompose(password -> Accounts.inWords(router.perform(bare, ctx -> add(ctx, password))))
                .thenApply(done -> secret);
    }

    private static boolean isInvisible(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
    }

    private static Outcome add(Context ctx, Password password) {
        if (ctx.owner().isEmpty()) {
            return Outcome.reject(Condition.ITEM_NOT_FOUND, "There is no account " + ctx.account());
        }
        Jid bare = ctx.account();
        return Outcome.stored(
                tables -> {
                    List<Password> there = tables.accounts().passwords(bare);
                    if (there.stream().filter(one -> !one.own()).count() >= Password.MOST_APPS) {
                        throw new StanzaException(
                                Condition.RESOURCE_CONSTRAINT,
                                "There are " + Password.MOST_APPS
                                        + " app passwords already. Revoke one that is not used any more.");
                    }
                    if (there.stream().anyMatch(one -> one.name().equals(password.name()))) {
                        throw new StanzaException(
                                Condition.CONFLICT,
                                "There is an app password for “" + password.name()
                                        + "” already. Revoke it, or choose another name.");
                    }
                    tables.accounts().putPassword(bare, password);
                },
                Outcome::handled);
    }

    CompletionStage<Boolean> revoke(Jid bare, String id) {
        boolean[] found = new boolean[1];
        return router.perform(
                        bare,
                        ctx -> Outcome.stored(
                                tables -> found[0] = tables.accounts().passwords(bare).stream()
                                                .anyMatch(one -> one.id().equals(id) && !one.own())
                                        && tables.accounts().removePassword(bare, id),
                                () -> {
                                    endSessions(ctx, id);
                                    return Outcome.handled();
                                }))
                .thenApply(done -> found[0]);
    }

    private static void endSessions(Context ctx, String id) {
        Credential revoked = new Credential(Credential.Kind.APP, id);
        StreamError error = StreamError.of(StreamError.Condition.NOT_AUTHORIZED, "The app password was revoked");
        ctx.sessions().stream()
                .filter(client -> client.connection().credential().equals(revoked))
                .toList()
                .forEach(client -> client.close(error));
    }
}
