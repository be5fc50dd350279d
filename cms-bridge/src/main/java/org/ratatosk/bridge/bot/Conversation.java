package org.ratatosk.bridge.bot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.bot.Command.Caller;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.outbox.Deliveries;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.stanza.Proof;
import org.ratatosk.server.store.NotDurableException;
import org.ratatosk.server.store.StoreFullException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a message wants, does it, and has the answer in words. Everything that a command makes is durable when the answer
 * is returned. Called on the bot's pool, in order per sender; blocks. Thread-safe.
 */
final class Conversation {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final Duration MEMORY = Duration.ofDays(7);
    /** So long the same words without an id are the same message. */
    private static final Duration MOMENT = Duration.ofMinutes(10);
    /** What no message's id can be. */
    private static final String WITHOUT_ID = "\u0000";
    /** Stands for the words where an id is kept for corrections alone. */
    private static final String NAMED_ONLY = "corrections";

    private static final Set<String> GREETINGS = Set.of(
            "hi", "hello", "hey", "yo", "sup", "hallo", "moin", "servus", "greetings", "hei", "salut", "hola", "ciao");

    private final List<Command> commands;
    private final Callers callers;
    private final RequestStore requests;
    private final Deliveries alerts;
    private final PerHour hints;
    private final Phrases say;
    private final InstantSource clock;

    Conversation(Bot.Parts parts, PerHour hints, Phrases say) {
        this.commands = List.copyOf(parts.commands());
        this.callers = parts.callers();
        this.requests = parts.requests();
        this.alerts = parts.alerts();
        this.hints = hints;
        this.say = say;
        this.clock = parts.clock();
    }

    /** Who writes: a bare address, and what proved that it is that one. */
    record Writer(Jid address, Proof proof) {}

    /** The answer to a message; none if it is to stay without one. */
    Optional<String> answer(Message message, Triage triage, Writer writer) {
        Jid sender = writer.address();
        return switch (triage) {
            case IGNORED -> Optional.empty();
            case ENCRYPTED -> hint(sender, say.encrypted());
            case RETRACTION -> hint(sender, say.retraction());
            case FROM_ROOM -> hint(sender, say.fromRoom());
            case WORDS -> words(message, writer);
        };
    }

    private Optional<String> words(Message message, Writer writer) {
        try {
            return understood(message, writer);
        } catch (CmsException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (StoreFullException e) {
            return Optional.of(say.full());
        } catch (NotDurableException e) {
            return Optional.of(say.unsafe());
        } catch (RuntimeException e) {
            LOG.error("A message to the bot could not be worked on", e);
            return Optional.of(say.apology());
        }
    }

    private Optional<String> understood(Message message, Writer writer) {
        Jid sender = writer.address();
        Optional<String> corrected =
                message.element().child("urn:xmpp:message-correct:0", "replace").flatMap(replace -> replace.attr("id"));
        if (corrected.isPresent()) {
            Optional<String> done = requests.answered(sender, corrected.get(), memory());
            if (done.isPresent()) {
                return Optional.of(say.correction(done.get()));
            }
        }
        Answered said = Answered.of(message);
        OptionalLong number = said.id().map(id -> alerts.number(sender, id)).orElse(OptionalLong.empty());
        Optional<CommandLine> line = CommandLine.parse(said.text());
        Optional<Command> command = line.flatMap(l -> named(l.word()));
        if (number.isPresent() && !said.text().isEmpty()) {
            boolean meant =
                    command.filter(c -> c.meantInAnswer(line.orElseThrow())).isPresent();
            if (!meant) {
                String args = "#" + number.getAsLong() + " " + said.text();
                return Optional.of(run(named("reply").orElseThrow(), args, number, message, writer));
            }
        }
        if (command.isPresent()) {
            return Optional.of(run(command.get(), line.orElseThrow().args(), number, message, writer));
        }
        return hint(sender, unknown(said, writer));
    }

    private static boolean isGreeting(String text) {
        String[] words = text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", 4);
        return words.length < 4 && GREETINGS.contains(words[0]);
    }

    private String unknown(Answered said, Writer writer) {
        if (isGreeting(said.text())) {
            return say.greeting(caller(writer));
        }
        return said.id().isPresent() ? say.unknownAnswer() : say.unknown(said.text(), caller(writer));
    }

    private Optional<Caller> caller(Writer writer) {
        return callers.at(writer.address(), writer.proof());
    }

    private Optional<Command> named(String word) {
        return commands.stream().filter(c -> c.names().contains(word)).findFirst();
    }

    private String run(Command command, String args, OptionalLong number, Message message, Writer writer) {
        Jid sender = writer.address();
        @Nullable Caller caller = caller(writer).orElse(null);
        if (caller == null && command.access() == Command.Access.MEMBER) {
            return say.stranger(sender);
        }
        Optional<String> id = command.once() ? idOf(message) : Optional.empty();
        String freshKey = UUID.randomUUID().toString();
        if (!command.once()) {
            return command.run(new Command.Request(sender, caller, args, freshKey, writer.proof(), number));
        }
        Instant now = clock.instant();
        RequestStore.Seen seen = id.isPresent()
                ? requests.begin(sender, id.get(), hash(message), freshKey, now, memory())
                : requests.begin(sender, WITHOUT_ID, hash(message), freshKey, now, now.minus(MOMENT));
        if (seen.answer() != null) {
            return seen.answer();
        }
        String answer = command.run(new Command.Request(sender, caller, args, seen.key(), writer.proof(), number));
        requests.finish(seen.key(), answer);
        message.id().filter(other -> id.filter(other::equals).isEmpty()).ifPresent(other -> {
            // a correction names the message by this one (XEP-0308 section 3)
            String key = UUID.randomUUID().toString();
            requests.finish(
                    requests.begin(sender, other, NAMED_ONLY, key, now, memory())
                            .key(),
                    answer);
        });
        return answer;
    }

    private Instant memory() {
        return clock.instant().minus(MEMORY);
    }

    private static Optional<String> idOf(Message message) {
        return message.element()
                .child("urn:xmpp:sid:0", "origin-id")
                .flatMap(origin -> origin.attr("id"))
                .or(message::id)
                .filter(id -> !id.isEmpty());
    }

    /** The words, and what they answer: "Thanks" to two alerts is two comments. */
    private static String hash(Message message) {
        String words =
                message.body().orElse("") + '\n' + Answered.of(message).id().orElse("");
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> hint(Jid sender, String text) {
        return hints.take(sender) ? Optional.of(text) : Optional.empty();
    }
}
