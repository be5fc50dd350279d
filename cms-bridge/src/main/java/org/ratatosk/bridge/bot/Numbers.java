package org.ratatosk.bridge.bot;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.bridge.bot.Command.Request;
import org.ratatosk.bridge.cms.CmsException;

/** The number of a post or comment, as people write it. */
final class Numbers {
    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,18})");

    private Numbers() {}

    /**
     * The number that is all a command was given, or that of what the message answers if it was given nothing.
     *
     * @throws CmsException with the question, if there is none
     */
    static long only(Request request, String question) {
        Matcher number = NUMBER.matcher(request.args());
        if (number.matches()) {
            return Long.parseLong(number.group(1));
        }
        if (request.args().isEmpty() && request.answers().isPresent()) {
            return request.answers().getAsLong();
        }
        throw new CmsException(question, false);
    }
}
