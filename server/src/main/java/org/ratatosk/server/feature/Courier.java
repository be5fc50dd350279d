package org.ratatosk.server.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Context;
import org.ratatosk.server.route.Outcome;
import org.ratatosk.server.route.Tasks;
import org.ratatosk.server.session.Key;
import org.ratatosk.server.session.Session;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;

/**
 * Gives kept messages to clients and learns that they have arrived. A client with stream management acknowledges by it; after
 * messages to one without, the server sends a ping, and its answer, whatever it is, says that they have arrived. A client that
 * does not answer for a minute, against RFC 6120 section 8.2.3, still gets messages; nothing is taken for delivered before it
 * answers a later ping. Thread-safe; what it keeps with a session is lane-confined.
 */
final class Courier {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Key<Pinged> PINGED = Key.of("messages before a ping");
    private static final Element PING = Element.of("urn:xmpp:ping", "ping");
    private final Tasks tasks;
    private final Map<Session, Instant> unanswered = new ConcurrentHashMap<>();

    /** What a client without stream management has been sent. */
    private static final class Pinged {
        private @Nullable String ping;
        private final List<String> before = new ArrayList<>();
        private final List<String> after = new ArrayList<>();
    }

    Courier(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Sends a kept message to a client and follows what becomes of it; to one that is gone nothing is sent. */
    void send(Context ctx, Session client, ArchivedMessage kept, Element element) {
        if (client.isOver()) {
            return;
        }
        Undelivered.of(ctx).sent(kept, client);
        if (client.connection().acknowledges()) {
            Jid account = ctx.account();
            List<String> arrived = List.of(kept.id());
            client.send(
                    element,
                    () -> ctx.inLane(account, later -> Undelivered.of(later).delivered(later, arrived)));
            return;
        }
        client.send(element);
        Pinged pinged = client.attachments().get(PINGED, Pinged::new);
        pinged.after.add(kept.id());
        if (pinged.ping == null) {
            ping(ctx, client, pinged);
        }
    }

    private void ping(Context ctx, Session client, Pinged pinged) {
        String id = ctx.newId();
        pinged.ping = id;
        pinged.before.addAll(pinged.after);
        pinged.after.clear();
        unanswered.put(client, ctx.now());
        client.send(Iq.request(Iq.Type.GET, id, ctx.account().domainJid(), client.jid(), PING)
                .element());
    }

    /** Takes the answer to a ping; anything else passes. */
    Outcome answered(Context ctx, Session client, Iq iq) {
        Pinged pinged = client.attachments().get(PINGED, Pinged::new);
        if (iq.isRequest() || pinged.ping == null || !iq.id().equals(Optional.of(pinged.ping))) {
            return Outcome.pass();
        }
        List<String> arrived = List.copyOf(pinged.before);
        pinged.ping = null;
        pinged.before.clear();
        unanswered.remove(client);
        return Undelivered.of(ctx).delivered(ctx, arrived).then(() -> {
            if (!pinged.after.isEmpty() && pinged.ping == null && !client.isOver()) {
                ping(ctx, client, pinged);
            }
        });
    }

    /** Looks for clients that have not answered for too long. */
    void tick(Instant now) {
        unanswered.forEach((client, since) -> {
            if (!now.isBefore(since.plus(PATIENCE)) && unanswered.remove(client, since)) {
                tasks.perform(client.account(), ctx -> giveUp(client));
            }
        });
    }

    private static Outcome giveUp(Session client) {
        client.attachments().get(PINGED, Pinged::new).ping = null;
        return Outcome.handled().then(() -> Waiting.goOn(client));
    }

    /** A client is gone. */
    void left(Session client) {
        unanswered.remove(client);
    }
}
