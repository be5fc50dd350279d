package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What people write, as a CMS takes it. */
final class Html {
    private static final int LONGEST_SLUG = 60;

    private Html() {}

    /** Plain text in which nothing is a tag. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Plain text as paragraphs and lines. */
    static String paragraphs(String text) {
        String lines = escaped(text.strip()).replaceAll("\n[ \t]*\n\\s*", "</p>\n\n<p>");
        return "<p>" + lines.replaceAll("(?<!\n)\n(?!\n)", "<br>") + "</p>";
    }

    /** HTML or what older editors keep, in which empty lines make paragraphs, as plain text. */
    static String plain(String raw) {
        boolean tagged = raw.contains("<p") || raw.contains("<!-- wp:");
        return PlainText.of(tagged ? raw : raw.replaceAll("\r?\n\\s*\n", "<p>").replaceAll("\r?\n", "<br>"));
    }

    /** A post's name in addresses: words of its title that any address can hold, and what tells this request from all others. */
    static String slug(String title, String key) {
        String words =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String few = words.substring(0, Math.min(LONGEST_SLUG, words.length())).replaceAll("-$", "");
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return (few.isEmpty() ? "" : few + "-") + HexFormat.of().formatHex(sum, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
