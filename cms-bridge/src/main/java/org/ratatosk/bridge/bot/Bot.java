package org.ratatosk.bridge.bot;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.ratatosk.bridge.cms.Contents;
import org.ratatosk.bridge.cms.Patience;
import org.ratatosk.bridge.config.BridgeConfig;
import org.ratatosk.bridge.outbox.Deliveries;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.route.Component;
import org.ratatosk.server.route.Sender;
import org.ratatosk.server.stanza.Iq;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Presence;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.xml.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robot on the buddy list. Its caller is never kept waiting: messages are worked on by a pool, in order per sender. A
 * message is accepted when what it made is durable and its answer was handed over: to the account where that is here, else to the
 * router, since another server's stream must not wait for its own answer. One that the bot dies on was never accepted, so its
 * sender sends it again, and the request's key makes it once. The same holds for one that comes when the pool is closed, while
 * the process ends. Thread-safe.
 */
public final class Bot implements Component {
    private static final Logger LOG = LoggerFactory.getLogger(Bot.class);
    private static final String RECEIPTS = "urn:xmpp:receipts";

    /**
     * What a bot works with.
     *
     * @param commands the visible list; {@link Intents} says which of them clients can ask for without words
     * @param callers finds out who writes
     * @param requests the messages that made something
     * @param contents what stands on the site
     * @param alerts hears what concerns alerts
     * @param rooms hears the answers to its questions
     * @param newcomers hears of accounts that are made; must not block
     * @param patience waits for a CMS that finds people too fast
     * @param pool runs the commands; the caller closes it
     * @param clock the time
     */
    public record Parts(
            List<Command> commands,
            Callers callers,
            RequestStore requests,
            Contents contents,
            Deliveries alerts,
            RoomQuestions rooms,
            Consumer<Jid> newcomers,
            Patience patience,
            SerialPool pool,
            InstantSource clock) {}

    private final Jid address;
    private final Sender sender;
    private final Conversation conversation;
    private final Deliveries alerts;
    private final RoomQuestions rooms;
    private final Consumer<Jid> newcomers;
    private final SerialPool pool;
    private final BotPresence presence;
    private final BotIqs iqs;
    private final Phrases say;

    /** @param sender sends under the bot's address */
    public Bot(BridgeConfig config, Sender sender, Parts parts) {
        this.address = config.bot();
        this.sender = sender;
        this.alerts = parts.alerts();
        this.rooms = parts.rooms();
        this.newcomers = parts.newcomers();
        this.pool = parts.pool();
        this.say = new Phrases(config.siteName(), config.siteUrl(), config.bot());
        this.conversation = new Conversation(
                parts, new PerHour(parts.clock(), config.limits().hintsPerHour()), say);
        BotCard card = BotCard.read(config);
        this.iqs = new BotIqs(config, card);
        this.presence = new BotPresence(config, card, iqs.caps(), sender);
    }

    /** Shows the bot online to an account. */
    public void show(Jid account) {
        presence.show(account);
    }

    @Override
    public void receive(Stanza stanza, Proof proof, Runnable accepted) {
        if (stanza.from().isEmpty()) {
            accepted.run();
            return;
        }
        switch (stanza.kind()) {
            case IQ -> {
                iq((Iq) stanza);
                accepted.run();
            }
            case PRESENCE -> {
                presence.receive((Presence) stanza);
                accepted.run();
            }
            case MESSAGE -> message((Message) stanza, stanza.from().get(), proof, accepted);
        }
    }

    @Override
    public void acknowledged(Jid owner, String id) {
        alerts.acknowledged(owner, id);
    }

    @Override
    public void accountMade(Jid account) {
        newcomers.accept(account);
    }

    private void iq(Iq iq) {
        if (iq.isRequest()) {
            sender.send(iqs.answer(iq)).whenComplete(Bot::logged);
        } else if (!rooms.answered(iq)) {
            alerts.answered(iq);
        }
    }

    private void message(Message message, Jid from, Proof proof, Runnable accepted) {
        if (message.isError()) {
            alerts.refused(message);
        } else {
            message.element()
                    .child(RECEIPTS, "received")
                    .flatMap(received -> received.attr("id"))
                    .ifPresent(id -> alerts.received(from, id));
        }
        Triage triage = Triage.of(message);
        if (triage == Triage.IGNORED) {
            accepted.run();
        } else if (!pool.submit(from.bare(), () -> work(message, triage, from, proof, accepted)) && !pool.isClosed()) {
            StanzaError busy = StanzaError.of(Condition.RESOURCE_CONSTRAINT, say.busy());
            answer(message.error(busy), proof, accepted);
        }
    }

    private void work(Message message, Triage triage, Jid from, Proof proof, Runnable accepted) {
        try {
            conversation
                    .answer(
                            message,
                            triage,
                            new Conversation.Writer(from.bare(), proof),
                            words -> aside(message, from, words))
                    .ifPresentOrElse(text -> answer(reply(message, from, text), proof, accepted), accepted);
        } finally {
            receipt(message, from);
        }
    }

    /** Says something before the answer. */
    private void aside(Message message, Jid from, String words) {
        sender.send(reply(message, from, words)).whenComplete(Bot::logged);
    }

    private void answer(Stanza answer, Proof proof, Runnable accepted) {
        CompletionStage<Sender.Fate> fate = sender.send(answer).whenComplete(Bot::logged);
        if (proof == Proof.HOSTED) {
            fate.whenComplete((ignored, failure) -> accepted.run());
        } else {
            accepted.run();
        }
    }

    private void receipt(Message message, Jid from) {
        if (message.id().isEmpty()
                || message.element().child(RECEIPTS, "request").isEmpty()) {
            return;
        }
        Element received = Element.builder(RECEIPTS, "received")
                .attr("id", message.id().get())
                .build();
        sender.send(start(message, from).with(received)).whenComplete(Bot::logged);
    }

    private Message reply(Message question, Jid to, String text) {
        Element.Builder answer = start(question, to).element().toBuilder();
        question.element().child(Stanza.NS, "thread").ifPresent(answer::child);
        return Message.of(answer.child("body", text));
    }

    private Message start(Message question, Jid to) {
        return Message.of(Message.builder(question.type())
                .attr("id", UUID.randomUUID())
                .attr("from", address)
                .attr("to", to));
    }

    private static void logged(Sender.Fate fate, Throwable failure) {
        if (failure != null) {
            LOG.debug("An answer of the bot was not taken: {}", failure.getMessage());
        }
    }
}
