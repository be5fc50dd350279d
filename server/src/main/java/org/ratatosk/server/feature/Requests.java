package org.ratatosk.server.feature;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * What is kept of a request for presence (RFC 6121 section 3.1.3) until it is answered: who asks, a few words and the nickname
 * (XEP-0172), each cut to a size that nobody can fill another's account with. Immutable.
 */
final class Requests {
    private static final int MAX_BYTES = 1023;
    private static final List<Name> KEPT =
            List.of(new Name(Stanza.NS, "status"), new Name("http://jabber.org/protocol/nick", "nick"));

    private Requests() {}

    /** The request as it is kept and shown. */
    static Element toKeep(Presence request) {
        Element whole = request.element();
        Element.Builder kept = Presence.builder(Presence.Type.SUBSCRIBE)
                .attr("from", request.from().orElseThrow())
                .attr("to", request.to().orElseThrow())
                .attr("id", request.id().filter(id -> cut(id).equals(id)).orElse(null));
        for (Name name : KEPT) {
            whole.child(name)
                    .ifPresent(child -> kept.child(
                            Element.builder(name).text(cut(child.text())).build()));
        }
        return kept.build();
    }

    private static String cut(String text) {
        int end = Math.min(text.length(), MAX_BYTES);
        while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))
                ? text.substring(0, end - 1)
                : text.substring(0, end);
    }
}
