package org.ratatosk.server.route;

import java.util.List;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError.Condition;

/**
 * Which clients of an account get a stanza that no feature took (RFC 6121 section 8.5). Where the specification leaves a
 * choice: a message that cannot reach anybody comes back as an error unless it is a headline; a message for the bare address
 * goes to all clients that share the highest priority. Immutable.
 */
final class Delivery {
    private Delivery() {}

    /**
     * Delivers.
     *
     * @param stanza for an account that exists, or for the server
     * @param clients the account's sessions
     * @param kept whether the stanza is kept, so that it may wait for a client
     */
    static Outcome of(Stanza stanza, List<Session> clients, boolean kept) {
        if (isForServer(stanza)) {
            return server(stanza);
        }
        return switch (stanza.kind()) {
            case MESSAGE -> message((Message) stanza, clients, kept);
            case PRESENCE -> presence((Presence) stanza, clients);
            case IQ -> iq((Iq) stanza, clients);
        };
    }

    /** Whether what arrives is for the server itself: nothing of an account has to do with it, in whatever lane it is. */
    static boolean isForServer(Stanza stanza) {
        return !(stanza instanceof Presence presence && presence.isSubscription())
                && stanza.to().filter(to -> to.local().isEmpty()).isPresent();
    }

    /** The server itself reads no messages and wants nobody's presence (RFC 6120 section 10.3, RFC 6121 section 8.5). */
    private static Outcome server(Stanza stanza) {
        boolean told = stanza instanceof Iq iq
                ? iq.isRequest()
                : stanza instanceof Message message
                        && message.type() != Message.Type.ERROR
                        && message.type() != Message.Type.HEADLINE;
        return told ? Outcome.reject(Condition.SERVICE_UNAVAILABLE) : Outcome.handled();
    }

    private static Outcome message(Message message, List<Session> clients, boolean kept) {
        Jid to = message.to().orElseThrow();
        if (to.isFull()) {
            List<Session> matching = matching(to, clients);
            if (!matching.isEmpty()) {
                return send(message, matching);
            }
            if (message.type() != Message.Type.CHAT) {
                return unreachable(message, false);
            }
        }
        return switch (message.type()) {
            case NORMAL, CHAT -> {
                List<Session> best = mostAvailable(clients);
                yield best.isEmpty() ? unreachable(message, kept) : send(message, best);
            }
            case HEADLINE -> send(message, takingMessages(clients));
            case GROUPCHAT, ERROR -> unreachable(message, kept);
        };
    }

    private static Outcome unreachable(Message message, boolean kept) {
        return switch (message.type()) {
            case ERROR, HEADLINE -> Outcome.handled();
            case NORMAL, CHAT, GROUPCHAT ->
                kept
                        ? Outcome.handled()
                        : Outcome.reject(Condition.SERVICE_UNAVAILABLE, "Nobody is there to take the message");
        };
    }

    private static Outcome presence(Presence presence, List<Session> clients) {
        if (presence.to().isEmpty()) {
            return Outcome.handled();
        }
        Jid to = presence.to().get();
        return switch (presence.type()) {
            case AVAILABLE, UNAVAILABLE, ERROR ->
                send(
                        presence,
                        to.isFull()
                                ? matching(to, clients)
                                : clients.stream().filter(Session::isAvailable).toList());
            case SUBSCRIBE, SUBSCRIBED, UNSUBSCRIBE, UNSUBSCRIBED, PROBE -> Outcome.handled();
        };
    }

    private static Outcome iq(Iq iq, List<Session> clients) {
        List<Session> matching = iq.to().map(to -> matching(to, clients)).orElse(List.of());
        if (matching.isEmpty() && iq.isRequest()) {
            return Outcome.reject(Condition.SERVICE_UNAVAILABLE);
        }
        return send(iq, matching);
    }

    private static Outcome send(Stanza stanza, List<Session> clients) {
        Outcome sent = Outcome.handled();
        for (Session client : clients) {
            sent = sent.send(client, stanza.element());
        }
        return sent;
    }

    private static List<Session> matching(Jid full, List<Session> clients) {
        return clients.stream().filter(client -> client.jid().equals(full)).toList();
    }

    private static List<Session> takingMessages(List<Session> clients) {
        return clients.stream().filter(Session::takesMessages).toList();
    }

    /** The clients that share the highest priority, unless it is negative. */
    static List<Session> mostAvailable(List<Session> clients) {
        List<Session> candidates = takingMessages(clients);
        int highest = candidates.stream().mapToInt(Session::priority).max().orElse(0);
        return candidates.stream()
                .filter(client -> client.priority() == highest)
                .toList();
    }
}
