package org.ratatosk.bridge.outbox;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

/**
 * The stanza around an alert: a chat message with an id for life (XEP-0359), a request for a receipt (XEP-0184), the wish to be
 * stored (XEP-0334) and the link (XEP-0066). Immutable.
 */
final class Envelope {
    private static final String ID_PREFIX = "alert-";
    private static final String PING_PREFIX = "ping-";

    private Envelope() {}

    /** The stanza id of a new alert, made from something random. */
    static String stanzaId(String random) {
        return ID_PREFIX + random;
    }

    /** Whether a stanza id is one of an alert. */
    static boolean isAlert(String stanzaId) {
        return stanzaId.startsWith(ID_PREFIX);
    }

    /** The message that carries an alert. */
    static Message message(Jid bot, Alert alert, Letter.Ready letter) {
        Element.Builder message = Message.builder(Message.Type.CHAT)
                .attr("from", bot)
                .attr("to", alert.address())
                .attr("id", alert.stanzaId())
                .child("body", letter.body())
                .child(Element.builder("urn:xmpp:sid:0", "origin-id")
                        .attr("id", alert.stanzaId())
                        .build())
                .child(Element.of("urn:xmpp:receipts", "request"))
                .child(Element.of("urn:xmpp:hints", "store"));
        letter.link()
                .ifPresent(url -> message.child(
                        Element.builder("jabber:x:oob", "x").child("url", url).build()));
        return Message.of(message);
    }

    /** The ping (XEP-0199) whose answer shows that an alert sent before it has arrived. */
    static Iq ping(Jid bot, Alert alert) {
        return Iq.request(
                Iq.Type.GET, PING_PREFIX + alert.stanzaId(), bot, alert.address(), Element.of("urn:xmpp:ping", "ping"));
    }

    /** The stanza id of the alert after which the ping was sent that this answers, if it answers one. */
    static Optional<String> pinged(Iq answer) {
        return answer.id()
                .filter(id -> id.startsWith(PING_PREFIX + ID_PREFIX))
                .map(id -> id.substring(PING_PREFIX.length()));
    }
}
