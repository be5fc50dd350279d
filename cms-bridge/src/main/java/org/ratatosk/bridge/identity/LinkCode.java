package org.ratatosk.bridge.identity;

import java.time.Instant;
import org.ratatosk.server.jid.Jid;

/**
 * A code that the owner of an address sends to the bot from there. Immutable.
 *
 * @param member the member who asked
 * @param address the address that it proves, bare; for no other
 * @param code shown to the member once
 * @param expires when it ends
 */
public record LinkCode(String member, Jid address, String code, Instant expires) {}
