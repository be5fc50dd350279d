package org.ratatosk.server.store;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/**
 * A message in somebody's archive (XEP-0313). Immutable.
 *
 * @param owner whose archive, bare
 * @param id the stanza-id that the owner's server gave (XEP-0359); unique within the archive; the order is that of
 *     appending, not that of ids
 * @param with the bare address of the other side
 * @param at when it was accepted
 * @param message the message as it was delivered, without the stanza-id
 * @param undelivered whether no client of the owner has acknowledged it yet: this is offline storage (XEP-0160)
 * @param key what makes it the same message if it comes again ("" for none): a second one with the same key is not kept
 */
public record ArchivedMessage(
        Jid owner, String id, Jid with, Instant at, Element message, boolean undelivered, String key) {
    /**
     * The other side as the message names it, with its resource: whom the owner wrote to, or who wrote to the owner;
     * {@link #with()} if the message does not say.
     */
    public Jid peer() {
        Optional<Jid> to = message.attr("to").flatMap(Jid::parse);
        Optional<Jid> from = message.attr("from").flatMap(Jid::parse);
        return Stream.of(to, from)
                .flatMap(Optional::stream)
                .filter(jid -> jid.bare().equals(with))
                .findFirst()
                .orElse(with);
    }

    /** The same message without the mark of what is not delivered. */
    public ArchivedMessage delivered() {
        return new ArchivedMessage(owner, id, with, at, message, false, key);
    }
}
