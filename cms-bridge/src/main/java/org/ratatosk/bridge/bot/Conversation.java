package org.ratatosk.bridge.bot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.bot.Command.Caller;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Contents;
import org.ratatosk.bridge.cms.Patience;
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

    private static final Set<String> GREETINGS = Set.of(
            "hi", "hello", "hey", "yo", "sup", "hallo", "moin", "servus", "greetings", "hei", "salut", "hola", "ciao");

    private final Intents intents;
    private final Callers callers;
    private final RequestStore requests;
    private final Contents contents;
    private final Patience patience;
    private final PerHour hints;
    private final Phrases say;
    private final InstantSource clock;

    Conversation(Bot.Parts parts, PerHour hints, Phrases say) {
        this.intents = new Intents(parts, say);
        this.callers = parts.callers();
        this.requests = parts.requests();
        this.contents = parts.contents();
        this.patience = parts.patience();
        this.hints = hints;
        this.say = say;
        this.clock = parts.clock();
    }

    /** Who writes: a bare address, and what proved that it is that one. */
    record Writer(Jid address, Proof proof) {}

    /**
     * The answer to a message; none if it is to stay without one.
     *
     * @param aside takes what is to be said before
     */
    Optional<String> answer(Message message, Triage triage, Writer writer, Consumer<String> aside) {
        Jid sender = writer.address();
        return switch (triage) {
            case IGNORED -> Optional.empty();
            case ENCRYPTED -> hint(sender, say.encrypted());
            case FROM_ROOM -> hint(sender, say.fromRoom());
            case GESTURE -> guarded(() -> gesture(message, writer, aside));
            case WORDS -> guarded(() -> words(message, writer, aside));
        };
    }

    private Optional<String> guarded(Supplier<Optional<String>> work) {
        try {
            return work.get();
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

    private Optional<String> words(Message message, Writer writer, Consumer<String> aside) {
        Jid sender = writer.address();
        Optional<Intent> intent = intents.ofWords(message, sender);
        if (intent.isPresent()) {
            return Optional.of(run(intent.get(), message, writer, aside));
        }
        requests.unname(sender, Intents.ids(message));
        return hint(sender, unknown(Answered.of(message), writer));
    }

    private Optional<String> gesture(Message message, Writer writer, Consumer<String> aside) {
        Jid sender = writer.address();
        Gesture gesture = Gesture.of(message).orElseThrow();
        Optional<Intent> intent = intents.ofGesture(gesture, sender);
        if (intent.isEmpty()) {
            return gesture instanceof Gesture.Retraction ? hint(sender, say.nothingMade()) : Optional.empty();
        }
        @Nullable String instead = intent.get().instead();
        if (instead == null) {
            return Optional.of(run(intent.get(), message, writer, aside));
        }
        try {
            run(intent.get(), message, writer, aside);
            return instead.isEmpty() ? Optional.empty() : hint(sender, instead);
        } catch (CmsException e) {
            return hint(sender, String.valueOf(e.getMessage()));
        }
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

    private String run(Intent intent, Message message, Writer writer, Consumer<String> aside) {
        Jid sender = writer.address();
        Command command = intent.command();
        @Nullable Caller caller = caller(writer).orElse(null);
        if (caller == null && command.access() == Command.Access.MEMBER) {
            throw new CmsException(say.stranger(sender), false);
        }
        Set<String> ids = Intents.ids(message);
        String freshKey = UUID.randomUUID().toString();
        if (!command.once()) {
            String answer = asked(command, request(intent, writer, caller, freshKey), aside);
            requests.unname(sender, ids);
            return answer;
        }
        Optional<String> id = Intents.id(message);
        Instant now = clock.instant();
        RequestStore.Seen seen = id.isPresent()
                ? requests.begin(sender, id.get(), hash(intent), freshKey, now, now.minus(MEMORY))
                : requests.begin(sender, WITHOUT_ID, hash(intent), freshKey, now, now.minus(MOMENT));
        if (seen.answer() != null) {
            return seen.answer();
        }
        String answer = asked(command, request(intent, writer, caller, seen.key()), aside);
        if (!intent.corrects()) {
            remember(sender, message, seen.key());
        }
        requests.finish(seen.key(), answer);
        return answer;
    }

    private static Command.Request request(Intent intent, Writer writer, @Nullable Caller caller, String key) {
        return new Command.Request(writer.address(), caller, intent.args(), key, writer.proof(), intent.answers());
    }

    private String asked(Command command, Command.Request request, Consumer<String> aside) {
        return patience.ask(() -> command.run(request), time -> aside.accept(say.waits(time)));
    }

    /** A correction may name this message, or the one that it corrects if that has made nothing, by any of its ids. */
    private void remember(Jid sender, Message message, String key) {
        Set<String> ids = Intents.ids(message);
        if (contents.made(key).isEmpty()) {
            requests.unname(sender, ids);
            return;
        }
        Intents.corrected(message).ifPresent(ids::add);
        requests.name(sender, ids, key);
    }

    /** What is to be done, and with what: "Thanks" to two alerts is two comments. */
    private static String hash(Intent intent) {
        String words = intent.command().names().get(0) + '\n' + intent.args();
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
