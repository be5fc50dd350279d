package org.ratatosk.bridge.bot;

import java.util.Optional;
import org.ratatosk.server.stanza.Message;
import org.ratatosk.server.xml.Element;

/**
 * The words of a message, and the message that it answers (XEP-0461), without the quotation that clients add for those that do
 * not know replies (XEP-0428). Immutable.
 *
 * @param text the words, stripped
 * @param id the id of the message that it answers, if it answers one
 */
record Answered(String text, Optional<String> id) {
    private static final String REPLY = "urn:xmpp:reply:0";
    private static final String FALLBACK = "urn:xmpp:fallback:0";

    static Answered of(Message message) {
        String body = message.body().orElse("");
        Optional<String> id = message.element().child(REPLY, "reply").flatMap(reply -> reply.attr("id"));
        if (id.isEmpty()) {
            return new Answered(body.strip(), id);
        }
        for (Element fallback : message.element().children(FALLBACK, "fallback")) {
            if (fallback.attr("for").filter(REPLY::equals).isPresent()) {
                return new Answered(
                        withoutRange(body, fallback.child(FALLBACK, "body")).strip(), id);
            }
        }
        return new Answered(body.strip(), id);
    }

    private static String withoutRange(String body, Optional<Element> range) {
        if (range.isEmpty()) {
            return body;
        }
        int[] points = body.codePoints().toArray();
        int start = number(range.get().attr("start").orElse("0"), 0);
        int end = number(range.get().attr("end").orElse(""), points.length);
        if (start < 0 || end > points.length || start > end) {
            return body;
        }
        return new String(points, 0, start) + new String(points, end, points.length - end);
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
