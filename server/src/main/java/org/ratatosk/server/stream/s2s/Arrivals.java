package org.ratatosk.server.stream.s2s;

import java.util.Optional;
import java.util.function.Function;
import org.ratatosk.server.config.FederationConfig.Security;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Remote.Receipt;
import org.ratatosk.server.session.AcceptedInOrder;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.xml.Element;

/** Takes in the stanzas of a stream whose senders are proved (RFC 6120 section 8.1.1.2), and counts them in order. Loop-confined. */
final class Arrivals {
    private final Parts parts;
    private final Function<Pair, Optional<Proof>> proofs;
    private final AcceptedInOrder acceptedInOrder = new AcceptedInOrder();

    /** @param proofs what proves that the other server speaks for a domain to one of ours */
    Arrivals(Parts parts, Function<Pair, Optional<Proof>> proofs) {
        this.parts = parts;
        this.proofs = proofs;
    }

    /**
     * Takes a stanza.
     *
     * @param entered told of each that is taken; what it returns is run once the stanza is accepted
     */
    void take(Element sent, Function<Element, Runnable> entered) {
        Jid from = address(sent, "from");
        Jid to = address(sent, "to");
        if (!parts.router().isOwn(to.domain())) {
            throw new StreamException(Condition.HOST_UNKNOWN, to.domain() + " is not one of this server's domains");
        }
        if (parts.rules().of(from.domain()) == Security.BLOCKED) {
            throw new StreamException(Condition.POLICY_VIOLATION, from.domain() + " is blocked here");
        }
        Proof proof = proofs.apply(new Pair(to.domain(), from.domain()))
                .orElseThrow(() -> new StreamException(
                        Condition.INVALID_FROM,
                        "You have not proved to speak for " + from.domain() + " to " + to.domain()));
        Element element = Wording.inward(sent);
        Runnable accepted = acceptedInOrder.enter(entered.apply(element));
        try {
            Stanza stanza = Stanza.of(element);
            if (parts.pings().isAnswer(stanza)) {
                accepted.run();
            } else {
                parts.router().arrive(stanza, proof, accepted);
            }
        } catch (StanzaException e) {
            answerUnread(element, e);
            accepted.run();
        }
    }

    private static Jid address(Element stanza, String attribute) {
        return stanza.attr(attribute)
                .flatMap(Jid::parse)
                .orElseThrow(() -> new StreamException(
                        Condition.IMPROPER_ADDRESSING,
                        "A stanza between servers needs an address in '" + attribute + "'"));
    }

    private void answerUnread(Element element, StanzaException reason) {
        String type = element.attr("type").orElse("");
        if (!type.equals("error") && !type.equals("result")) {
            Element answer = Element.builder(element.name())
                    .attr("type", "error")
                    .attr("id", element.attr("id").orElse(null))
                    .attr("from", element.attr("to").orElse(null))
                    .attr("to", element.attr("from").orElse(null))
                    .child(reason.error().toElement(Stanza.NS))
                    .build();
            parts.links().send(answer, Receipt.NONE);
        }
    }
}
