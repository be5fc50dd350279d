package org.ratatosk.server.feature;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Phase;
import org.ratatosk.server.route.Side;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.route.Target;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * XEP-0280: clients that want it get a copy of what their account sends and receives by other clients, whatever their presence.
 * Copies are in no archive, and nothing is copied that is a copy itself or says that it must not be. Errors are not copied: whether
 * what they answer was is not known. Immutable.
 */
public final class Carbons implements Feature {
    private static final String NS = "urn:xmpp:carbons:2";
    private static final String FORWARD = "urn:xmpp:forward:0";
    private static final String HINTS = "urn:xmpp:hints";
    private static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    private static final Key<Boolean> WANTED = Key.of("carbons are wanted");

    /** What makes a message without a body one between people (section 6.1). */
    private static final Set<String> TALK = Set.of(
            "urn:xmpp:receipts",
            "http://jabber.org/protocol/chatstates",
            "urn:xmpp:chat-markers:0",
            "jabber:x:conference");

    @Override
    public Spec spec() {
        return Spec.of("0280", "1.0.1", NS);
    }

    @Override
    public void install(Hooks on) {
        on.iqSet(new Name(NS, "enable"), (ctx, iq) -> want(ctx, iq, true));
        on.iqSet(new Name(NS, "disable"), (ctx, iq) -> want(ctx, iq, false));
        on.message(Side.SENDER, Phase.COPY, Carbons::sent);
        on.message(Side.RECIPIENT, Phase.COPY, Carbons::received);
    }

    private static Outcome want(Context ctx, Iq iq, boolean wanted) {
        Optional<Session> client = ctx.origin();
        if (ctx.target() != Target.OWN_ACCOUNT || client.isEmpty()) {
            return Outcome.reject(Condition.NOT_ALLOWED, "Carbons are a matter between a client and its own account");
        }
        return Outcome.reply(iq.result()).then(() -> client.get().attachments().put(WANTED, wanted));
    }

    private static Outcome sent(Context ctx, Message message) {
        boolean own = message.to().filter(to -> to.bare().equals(ctx.account())).isPresent();
        return own || !isEligible(message)
                ? Outcome.pass()
                : copies(ctx, message, "sent", ctx.origin().stream().toList());
    }

    private static Outcome received(Context ctx, Message message) {
        return isFromOccupant(message) || !isEligible(message)
                ? Outcome.pass()
                : copies(ctx, message, "received", recipients(ctx, message));
    }

    /** Who gets the message itself (RFC 6121 section 8.5). */
    private static List<Session> recipients(Context ctx, Message message) {
        Jid to = message.to().orElseThrow();
        List<Session> named = ctx.sessions().stream()
                .filter(client -> client.jid().equals(to))
                .toList();
        return named.isEmpty() ? ctx.mostAvailable() : named;
    }

    private static Outcome copies(Context ctx, Message message, String direction, List<Session> others) {
        List<Session> copied = ctx.sessions().stream()
                .filter(client -> client.attachments().find(WANTED).orElse(false))
                .filter(client -> !others.contains(client) && !ctx.origin().equals(Optional.of(client)))
                .toList();
        if (copied.isEmpty()) {
            return Outcome.pass();
        }
        return Outcome.pass().then(() -> {
            if (!Undelivered.of(ctx).isDouble(message)) {
                copied.forEach(client -> client.send(copy(ctx, message, direction, client)));
            }
        });
    }

    private static Element copy(Context ctx, Message message, String direction, Session client) {
        Element forwarded =
                Element.builder(FORWARD, "forwarded").child(message.element()).build();
        return Message.builder(message.type())
                .attr("from", ctx.account())
                .attr("to", client.jid())
                .child(Element.builder(NS, direction).child(forwarded).build())
                .build();
    }

    private static boolean isEligible(Message message) {
        Element element = message.element();
        boolean told = element.child(NS, "private").isPresent()
                || element.child(HINTS, "no-copy").isPresent();
        boolean copy = element.child(NS, "sent").isPresent()
                || element.child(NS, "received").isPresent();
        if (told || copy) {
            return false;
        }
        return switch (message.type()) {
            case CHAT -> true;
            case NORMAL ->
                message.body().isPresent()
                        || isInvitation(element)
                        || element.children().stream().anyMatch(child -> TALK.contains(child.ns()));
            case GROUPCHAT, HEADLINE, ERROR -> false;
        };
    }

    private static boolean isInvitation(Element element) {
        return element.child(MUC_USER, "x")
                .flatMap(x -> x.child(MUC_USER, "invite"))
                .isPresent();
    }

    /** A room sends private messages of its occupants to all clients that are in it. */
    private static boolean isFromOccupant(Message message) {
        return message.from().filter(Jid::isFull).isPresent()
                && message.element().child(MUC_USER, "x").isPresent()
                && !isInvitation(message.element());
    }
}
