package org.ratatosk.web.view;

/** The beginning of a text, cut between words. Immutable. */
public final class Excerpt {
    private Excerpt() {}

    /** At most so many characters of a text, as one line; with an ellipsis if something is missing. */
    public static String of(String text, int max) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= max) {
            return line;
        }
        int cut = line.lastIndexOf(' ', max - 1);
        int end = cut < max / 2 ? max - 1 : cut;
        if (Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + "…";
    }
}
