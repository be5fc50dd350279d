package org.ratatosk.bridge.cms;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the pages of the own journal stand. The web serves them there; alerts, feeds and the bot's answers point there.
 * Immutable.
 *
 * @param siteUrl the address of the site's pages, without a slash at the end, as in {@code https://example.org}
 */
public record Links(String siteUrl) {
    private static final String MARK = "~";
    private static final String PLAIN_SIGNS = "-._+@";

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
        return "/~" + segment(member);
    }

    /**
     * A name as a segment of a path that means the same to every reader of addresses: as it is if it consists of letters, figures
     * and a few signs, or else {@code ~} and its base64url, since {@code ..}, {@code %} or {@code ;} are refused or cut away in
     * paths however they are written. {@link #name} reads it.
     */
    public static String segment(String name) {
        boolean plain = !name.isEmpty()
                && name.codePoints().allMatch(Links::isPlain)
                && name.codePoints().anyMatch(Character::isLetterOrDigit);
        return plain
                ? URLEncoder.encode(name, StandardCharsets.UTF_8)
                : MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name that a decoded segment of a path is for; a segment that {@link #segment} does not write is taken as it is. */
    public static String name(String segment) {
        if (!segment.startsWith(MARK)) {
            return segment;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(segment.substring(MARK.length()));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetterOrDigit(c) || PLAIN_SIGNS.indexOf(c) >= 0;
        };
    }

    /** The path of {@link #post}. */
    public static String postPath(long number) {
        return "/posts/" + number;
    }

    /** The path and place of {@link #comment}; the query says which page of comments is wanted. */
    public static String commentPath(long post, long number) {
        return postPath(post) + "?c=" + number + "#c" + number;
    }
}
