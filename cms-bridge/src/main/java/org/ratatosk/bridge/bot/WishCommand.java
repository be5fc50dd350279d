package org.ratatosk.bridge.bot;

import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscriptions;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.bridge.alerts.TopicWords;
import org.ratatosk.bridge.cms.CmsException;

/** What asks to hear, or to hear no more, of something. Thread-safe. */
abstract class WishCommand implements Command {
    /** Where alerts are asked for and given up. */
    final Subscriptions subscriptions;

    WishCommand(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** Does it for a topic, and answers in words. */
    abstract String run(Request request, Topic wish);

    @Override
    public final Access access() {
        return Access.ANYBODY;
    }

    @Override
    public final String usage() {
        return names().get(0) + " MEMBER | #NUMBER | tag TAG | all";
    }

    @Override
    public final boolean meantInAnswer(CommandLine line) {
        boolean named = line.word().equals(names().get(0))
                && TopicWords.read(line.args()).isPresent();
        return Command.super.meantInAnswer(line) || named;
    }

    /** For the topic that the words name, or, without words, what the message answers. */
    @Override
    public final String run(Request request) {
        if (request.args().isEmpty() && request.answers().isPresent()) {
            return run(
                    request,
                    new Topic(Target.POST, Long.toString(request.answers().getAsLong())));
        }
        Topic wish = TopicWords.read(request.args())
                .orElseThrow(() -> new CmsException(
                        "Write \"" + names().get(0) + "\" and one of these:\n" + TopicWords.GRAMMAR, false));
        return run(request, wish);
    }

    /** The member who asks, or {@code null} for an address that belongs to nobody. */
    static @Nullable String member(Request request) {
        return request.member().map(caller -> caller.member().name()).orElse(null);
    }
}
