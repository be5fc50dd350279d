package org.ratatosk.bridge.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of a post in Fossil's forum, as its artifact says (Fossil's document "Fossil File Formats", forum posts). Immutable.
 *
 * @param hash its name
 * @param at when it was written
 * @param root the first version of the thread's first post, or {@code null} if this is that version
 * @param answers a version of the post that it answers, or {@code null} if it is a version of the thread's first post
 * @param before the version that it takes the place of, or {@code null}
 * @param title possibly empty
 * @param user the login name
 * @param text empty if the post is deleted
 */
record FossilPost(
        String hash,
        Instant at,
        @Nullable String root,
        @Nullable String answers,
        @Nullable String before,
        String title,
        String user,
        String text) {

    /**
     * Reads an artifact.
     *
     * @param begin how the name of it begins; short names are made whole
     * @return empty if it is no post
     */
    static Optional<FossilPost> read(String begin, byte[] artifact) {
        Map<String, String> cards = new HashMap<>();
        String all = new String(artifact, ISO_8859_1);
        int at = 0;
        while (at < all.length() && !cards.containsKey("W")) {
            int end = all.indexOf('\n', at);
            String card = all.substring(at, end < 0 ? all.length() : end);
            if (card.length() < 3 || card.charAt(1) != ' ') {
                return Optional.empty();
            }
            cards.put(card.substring(0, 1), new String(card.substring(2).getBytes(ISO_8859_1), UTF_8));
            at = end < 0 ? all.length() : end + 1;
        }
        String size = cards.getOrDefault("W", "");
        Optional<Instant> time = FeedDates.read(cards.getOrDefault("D", ""));
        Optional<String> hash = hash(begin, artifact);
        if (!size.matches("[0-9]{1,8}") || time.isEmpty() || hash.isEmpty() || !cards.containsKey("U")) {
            return Optional.empty();
        }
        byte[] text = Arrays.copyOfRange(artifact, at, Math.min(artifact.length, at + Integer.parseInt(size)));
        return Optional.of(new FossilPost(
                hash.get(),
                time.get(),
                cards.get("G"),
                cards.get("I"),
                cards.get("P"),
                unescaped(cards.getOrDefault("H", "")),
                unescaped(cards.getOrDefault("U", "")),
                new String(text, UTF_8).replace("\r\n", "\n").strip()));
    }

    /** An artifact is named by what is in it: SHA3-256, or SHA-1 in old repositories. */
    private static Optional<String> hash(String begin, byte[] artifact) {
        try {
            for (String algorithm : new String[] {"SHA3-256", "SHA-1"}) {
                String hash = HexFormat.of()
                        .formatHex(MessageDigest.getInstance(algorithm).digest(artifact));
                if (hash.startsWith(begin)) {
                    return Optional.of(hash);
                }
            }
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                plain.append("nrtfv".indexOf(next) >= 0 || next == 's' ? ' ' : next);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
