package org.ratatosk.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How to say something to the bot: a link that opens a Jabber client with the words typed in (XEP-0147). Immutable.
 *
 * @param words what to send
 * @param link an {@code xmpp:} address
 */
public record Follow(String words, String link) {
    /** A command for the site's bot. */
    static Follow command(Site site, String words) {
        String body = URLEncoder.encode(words, StandardCharsets.UTF_8).replace("+", "%20");
        return new Follow(words, "xmpp:" + site.bridge().bot() + "?message;body=" + body);
    }
}
