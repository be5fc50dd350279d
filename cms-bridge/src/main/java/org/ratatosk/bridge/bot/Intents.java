package org.ratatosk.bridge.bot;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Contents;
import org.ratatosk.bridge.outbox.Deliveries;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.Message;

/**
 * Finds what a message wants. Whatever a client can say by its own means has words, too, and means the same as they: an answer to an
 * alert is {@code reply}, a correction {@code edit}, a retraction {@code delete}, a reaction {@code like} or {@code unlike}, and to
 * a comment that waits {@code approve} or {@code spam}. May block. Thread-safe.
 */
final class Intents {
    private final List<Command> commands;
    private final RequestStore requests;
    private final Contents contents;
    private final Deliveries alerts;
    private final Phrases say;

    Intents(Bot.Parts parts, Phrases say) {
        this.commands = List.copyOf(parts.commands());
        this.requests = parts.requests();
        this.contents = parts.contents();
        this.alerts = parts.alerts();
        this.say = say;
    }

    /** What words want; nothing if they are none that are understood. */
    Optional<Intent> ofWords(Message message, Jid sender) {
        Answered said = Answered.of(message);
        Optional<String> corrects = corrected(message).flatMap(id -> requests.named(sender, id));
        if (corrects.isPresent()) {
            // even if it fails now: the next correction may name this one, and is one of the same thing
            requests.name(sender, ids(message), corrects.get());
            long made = there(corrects.get());
            String words = contents.post(made).isPresent() ? postWords(said, made) : commentWords(said, made);
            return Optional.of(Intent.correction(named("edit"), "#" + made + " " + words));
        }
        OptionalLong number = said.id().map(id -> alerts.number(sender, id)).orElse(OptionalLong.empty());
        Optional<CommandLine> line = CommandLine.parse(said.text());
        if (number.isPresent() && !said.text().isEmpty() && !isMeant(line)) {
            return Optional.of(Intent.of(named("reply"), "#" + number.getAsLong() + " " + said.text(), number));
        }
        return line.flatMap(l -> find(l.word()).map(command -> Intent.of(command, l.args(), number)));
    }

    /** The id that its sender gave a message; the same one twice is the same message. */
    static Optional<String> id(Message message) {
        return message.element()
                .child("urn:xmpp:sid:0", "origin-id")
                .flatMap(origin -> origin.attr("id"))
                .or(message::id)
                .filter(id -> !id.isEmpty());
    }

    /** All ids by which its sender can name a message later. */
    static Set<String> ids(Message message) {
        Set<String> ids = new HashSet<>();
        message.id().filter(id -> !id.isEmpty()).ifPresent(ids::add);
        id(message).ifPresent(ids::add);
        return ids;
    }

    /** The id of the message that another one corrects (XEP-0308). */
    static Optional<String> corrected(Message message) {
        return message.element()
                .child("urn:xmpp:message-correct:0", "replace")
                .flatMap(replace -> replace.attr("id"))
                .filter(id -> !id.isEmpty());
    }

    /** What a gesture wants; nothing if it concerns nothing that is known. */
    Optional<Intent> ofGesture(Gesture gesture, Jid sender) {
        if (gesture instanceof Gesture.Retraction) {
            return requests.named(sender, gesture.id()).map(key -> Intent.on(named("delete"), there(key)));
        }
        OptionalLong number = alerts.number(sender, gesture.id());
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(reaction((Gesture.Reaction) gesture, number.getAsLong()));
    }

    private Intent reaction(Gesture.Reaction reaction, long number) {
        boolean held = contents.findComment(number)
                .filter(comment -> comment.state() == Comment.State.HELD)
                .isPresent();
        if (held && reaction.approves()) {
            return Intent.on(named("approve"), number);
        }
        if (held && reaction.refuses()) {
            return Intent.on(named("spam"), number);
        }
        if (reaction.likes()) {
            return Intent.on(named("like"), number).saying("");
        }
        String words = reaction.refuses() ? say.onlyLikes(String.join(" ", reaction.reactions())) : "";
        return Intent.on(named("unlike"), number).saying(words);
    }

    /** The number of what a request made; throws if it is gone. */
    private long there(String key) {
        return contents.made(key).orElseThrow(() -> new CmsException(say.madeIsGone(), false));
    }

    private String postWords(Answered said, long number) {
        return CommandLine.parse(said.text())
                .filter(line -> line.word().equals("post"))
                .map(CommandLine::args)
                .orElseThrow(() -> new CmsException(say.staysAPost(number), false));
    }

    private String commentWords(Answered said, long number) {
        Optional<CommandLine> line = CommandLine.parse(said.text());
        Optional<ReplyCommand.Form> reply =
                line.filter(l -> l.word().equals("reply")).flatMap(l -> ReplyCommand.Form.read(l.args()));
        if (reply.isPresent()) {
            Comment comment = contents.findComment(number).orElseThrow();
            if (reply.get().number() != comment.parent().orElse(comment.post())) {
                throw new CmsException(say.staysInItsPlace(number), false);
            }
            return reply.get().text();
        }
        if (isMeant(line)) {
            throw new CmsException(say.staysAComment(number), false);
        }
        return said.text();
    }

    /** Whether a line that need not be a command is meant as one. */
    private boolean isMeant(Optional<CommandLine> line) {
        return line.filter(l -> find(l.word()).filter(c -> c.meantInAnswer(l)).isPresent())
                .isPresent();
    }

    private Optional<Command> find(String word) {
        return commands.stream().filter(c -> c.names().contains(word)).findFirst();
    }

    private Command named(String word) {
        return find(word).orElseThrow(() -> new CmsException(say.notHere(word), false));
    }
}
