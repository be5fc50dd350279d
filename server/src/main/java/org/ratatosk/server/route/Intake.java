package org.ratatosk.server.route;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Lane;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.session.Ticket;
import org.ratatosk.server.session.Traffic;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.stanza.StreamError;
import org.ratatosk.server.store.Account;
import org.ratatosk.server.xml.Element;

/** Takes in what sessions bring: reads and stamps stanzas (RFC 6120 section 8.1) and lets them set out. Thread-safe. */
final class Intake implements Traffic {
    private final Router router;
    private final int maxSessions;

    Intake(Router router, int maxSessions) {
        this.router = router;
        this.maxSessions = maxSessions;
    }

    @Override
    public int maxSessions() {
        return maxSessions;
    }

    @Override
    public void admit(Lane lane) {
        if (!router.accountOf(lane).map(Account::enabled).orElse(false)) {
            throw new StanzaException(Condition.NOT_AUTHORIZED, "There is no account here that may log in");
        }
    }

    @Override
    public void left(Lane lane, Session session) {
        router.hooks().left().forEach(hook -> router.run(lane, Ticket.none(), ctx -> hook.handle(ctx, session)));
    }

    @Override
    public void unacknowledged(Lane lane, Session session, List<Element> stanzas) {
        for (Element element : stanzas) {
            if (isRequest(element)
                    && Stanza.of(element) instanceof Iq iq
                    && iq.from().isPresent()) {
                router.refuse(iq, StanzaError.of(Condition.RECIPIENT_UNAVAILABLE), Ticket.none());
            }
        }
    }

    /** Of the rest nothing is read: the answer to an iq without an id has none either, and is no iq by the letter. */
    private static boolean isRequest(Element element) {
        String type = element.attr("type").orElse("");
        return element.local().equals("iq") && (type.equals("get") || type.equals("set"));
    }

    @Override
    public void received(Lane lane, Session session, Element element, Ticket ticket) {
        Stanza stanza;
        try {
            stanza = stamped(Stanza.of(element), session);
        } catch (StanzaException e) {
            answerUnread(session, element, e.error());
            ticket.letGo();
            return;
        }
        if (stanza == null) {
            session.close(
                    StreamError.of(StreamError.Condition.INVALID_FROM, "A client can send under its own address only"));
            ticket.letGo();
            return;
        }
        new Passage(router, lane, ticket, Side.SENDER, session, stanza).go();
    }

    /** The stanza with the address that it comes from; {@code null} if it claims another (RFC 6120 section 8.1.2.1). */
    private static @Nullable Stanza stamped(Stanza stanza, Session session) {
        if (stanza.from()
                .filter(from -> !from.equals(session.jid()) && !from.equals(session.account()))
                .isPresent()) {
            return null;
        }
        boolean bare = stanza instanceof Presence presence && presence.isSubscription();
        Stanza from = stanza.withFrom(bare ? session.account() : session.jid());
        return stanza.kind() == Stanza.Kind.MESSAGE && stanza.to().isEmpty() ? from.withTo(session.account()) : from;
    }

    private static void answerUnread(Session session, Element element, StanzaError error) {
        String type = element.attr("type").orElse("");
        if (type.equals("error") || type.equals("result")) {
            return;
        }
        session.send(Element.builder(element.name())
                .attr("type", "error")
                .attr("id", element.attr("id").orElse(null))
                .attr("from", element.attr("to").flatMap(Jid::parse).orElse(null))
                .attr("to", session.jid())
                .child(error.toElement(element.ns()))
                .build());
    }

    @Override
    public void failed(Lane lane, Session session, Element stanza, Throwable cause) {
        answerUnread(session, stanza, Failures.errorOf(cause));
    }

    @Override
    public String randomResource(Jid account) {
        return router.ids().next();
    }
}
