package org.ratatosk.server.feature;

import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.stanza.StreamError;

/** The end of an account by one of its own clients: what hung on it goes with it, durably, before anybody is told. Lane-confined. */
final class AccountRemoval {
    private AccountRemoval() {}

    /**
     * Removes the account of the lane: roster, archive, keys and all. Then {@code answer} goes out, its contacts hear that the
     * subscriptions have ended, and its clients are closed.
     */
    static Outcome remove(Context ctx, Outcome answer) {
        Jid account = ctx.account();
        Outcome farewell = RosterChanges.farewell(ctx);
        return Outcome.stored(tables -> tables.accounts().delete(account), () -> {
            StreamError error = StreamError.of(StreamError.Condition.NOT_AUTHORIZED, "The account was deleted");
            return answer.and(farewell).then(() -> {
                ctx.forget();
                ctx.sessions().forEach(client -> client.close(error));
            });
        });
    }
}
