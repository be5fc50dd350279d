package org.ratatosk.server.stream.s2s;

import java.util.Set;
import org.ratatosk.server.xml.Element;

/** What another server says of why it does not go on, in words for people. Immutable. */
final class Reasons {
    private static final int LONGEST = 200;
    private static final Set<String> UNREACHED =
            Set.of("remote-connection-failed", "remote-server-not-found", "remote-server-timeout");

    private Reasons() {}

    /** An error of a stream, of a login or of dialback. */
    static String words(Element error) {
        String condition = error.first().map(Element::local).orElse("no reason given");
        String text = error.children().stream()
                .filter(child -> child.local().equals("text"))
                .map(Element::text)
                .findFirst()
                .orElse("");
        return condition + (text.isEmpty() ? "" : " (" + text.substring(0, Math.min(text.length(), LONGEST)) + ")");
    }

    /**
     * Whether an answer of dialback says that it may be otherwise soon: by its type (RFC 6120 section 8.3.2), or because the other
     * server did not reach this one to ask about the key, which any trouble there is called (XEP-0220 section 2.5).
     */
    static boolean mayPass(Element answer) {
        return answer.first()
                .filter(error -> error.attr("type").filter("wait"::equals).isPresent()
                        || error.first()
                                .map(Element::local)
                                .filter(UNREACHED::contains)
                                .isPresent())
                .isPresent();
    }

    /** Whether it may be otherwise soon after an error of a stream. */
    static boolean isTemporary(Element error) {
        return switch (error.first().map(Element::local).orElse("")) {
            case "host-unknown", "host-gone", "not-authorized", "policy-violation", "invalid-from" -> false;
            default -> true;
        };
    }
}
