package org.ratatosk.server.feature;

import java.time.Instant;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.xml.WrittenSize;

/**
 * How much of an account's card and items others get in a minute: a question of some bytes that is answered with a picture must not let anybody
 * have the server send without end. Lane-confined.
 */
final class Allowance {
    /** Bytes in a minute, to all others together: a hundred of the largest pictures, some thousands of usual ones. */
    static final long BYTES = 16L << 20;

    private static final int SECONDS = 60;
    private static final Key<Allowance> KEY = Key.of("bytes that others may get");

    private Instant since = Instant.EPOCH;
    private long bytes;

    private Allowance() {}

    /** @throws StanzaException if others have had enough for now */
    static void check(Context ctx) {
        if (ctx.target() != Target.OTHER_ACCOUNT) {
            return;
        }
        Allowance used = ctx.state(KEY, Allowance::new);
        if (!used.since.plusSeconds(SECONDS).isAfter(ctx.now())) {
            used.since = ctx.now();
            used.bytes = 0;
        }
        if (used.bytes >= BYTES) {
            throw new StanzaException(
                    Condition.RESOURCE_CONSTRAINT, "This was asked for too often; ask again in a minute");
        }
    }

    /** The answer, which counts. */
    static Outcome used(Context ctx, Iq answer) {
        if (ctx.target() == Target.OTHER_ACCOUNT) {
            ctx.state(KEY, Allowance::new).bytes += WrittenSize.of(answer.element());
        }
        return Outcome.reply(answer);
    }
}
