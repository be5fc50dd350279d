package org.ratatosk.bridge.bot;

import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription.Target;
import org.ratatosk.bridge.alerts.Topic;
import org.ratatosk.bridge.alerts.TopicWords;
import org.ratatosk.bridge.cms.CmsException;

/** What a request to hear, or to hear no more, of something names. Immutable. */
final class Wish {
    private Wish() {}

    /** The topic that the words name, or, without words, what the message answers. */
    static Topic of(Command.Request request, Command command) {
        if (request.args().isEmpty() && request.answers().isPresent()) {
            return new Topic(Target.POST, Long.toString(request.answers().getAsLong()));
        }
        return TopicWords.read(request.args())
                .orElseThrow(() -> new CmsException(
                        "Write \"" + command.names().get(0) + "\" and one of these:\n" + TopicWords.GRAMMAR, false));
    }

    /** Whether a line gives the command by its full name together with a topic. */
    static boolean isNamed(CommandLine line, Command command) {
        return line.word().equals(command.names().get(0))
                && TopicWords.read(line.args()).isPresent();
    }

    /** The member who asks, or {@code null} for an address that belongs to nobody. */
    static @Nullable String member(Command.Request request) {
        return request.member().map(caller -> caller.member().name()).orElse(null);
    }
}
