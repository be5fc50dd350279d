package org.ratatosk.bridge.cms;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the pages of the own journal stand. The web serves them there; alerts, feeds and the bot's answers point there.
 * Immutable.
 *
 * @param siteUrl the address of the site's pages, without a slash at the end, as in {@code https://example.org}
 */
public record Links(String siteUrl) {
    /** The newest posts of everybody. */
    public String site() {
        return siteUrl + "/";
    }

    /** A member's journal. */
    public String journal(String member) {
        return siteUrl + journalPath(member);
    }

    /** A post's page. */
    public String post(long number) {
        return siteUrl + postPath(number);
    }

    /** A comment's place on its post's page. */
    public String comment(long post, long number) {
        return siteUrl + commentPath(post, number);
    }

    /** The path of {@link #journal}. */
    public static String journalPath(String member) {
        return "/~" + URLEncoder.encode(member, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The path of {@link #post}. */
    public static String postPath(long number) {
        return "/posts/" + number;
    }

    /** The path and place of {@link #comment}. */
    public static String commentPath(long post, long number) {
        return postPath(post) + "#c" + number;
    }
}
