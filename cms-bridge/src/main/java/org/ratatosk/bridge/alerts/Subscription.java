package org.ratatosk.bridge.alerts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;

/**
 * The wish to hear of something at an address. Immutable.
 *
 * @param id number of the row
 * @param address where the alerts go, bare
 * @param member the member whose wish it is, or {@code null} for an address that belongs to nobody
 * @param target what of
 * @param value the member's name, the post's number, the tag; empty for what needs none
 * @param created when
 */
public record Subscription(
        long id, Jid address, @Nullable String member, Target target, String value, Instant created) {}
