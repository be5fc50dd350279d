package org.ratatosk.bridge.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * Where mail of a member goes. Immutable.
 *
 * @param member whose it is
 * @param home the member's account
 * @param address where it goes
 * @param token what the page has in its address that ends it
 * @param awaySince since when what nobody fetched for a day goes there too; {@code null} if it does not
 * @param suspended what the other side said when it refused a mail; {@code null} if mail goes there
 */
public record Mailbox(
        String member,
        Jid home,
        String address,
        String token,
        @Nullable Instant awaySince,
        @Nullable String suspended) {
    /** Whether what nobody fetched for a day goes there too. */
    public boolean away() {
        return awaySince != null;
    }
}
