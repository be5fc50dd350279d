package org.ratatosk.bridge.mail;

import java.util.List;

/** The words of a mail. Immutable. */
final class MailText {
    private static final int SUBJECT = 90;

    private MailText() {}

    /** A text on one line, without what a header or a terminal would take for more than words. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean odd = Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                    || Character.getType(c) == Character.SURROGATE;
            line.appendCodePoint(odd ? ' ' : c);
        });
        return line.toString().replaceAll("\\s+", " ").strip();
    }

    /** What the subject says: the beginning of what is told, or how much is told. */
    static String subject(String siteName, List<String> told) {
        if (told.size() > 1) {
            return "[" + line(siteName) + "] " + told.size() + " things came";
        }
        String words = line(told.get(0));
        boolean fits = words.codePointCount(0, words.length()) <= SUBJECT;
        return "[" + line(siteName) + "] "
                + (fits ? words : words.substring(0, words.offsetByCodePoints(0, SUBJECT)) + "…");
    }

    /**
     * What the mail says.
     *
     * @param end the page that ends such mails
     */
    static String text(String siteName, List<String> told, String settings, String end) {
        StringBuilder text = new StringBuilder();
        told.forEach(words -> text.append(clean(words)).append("\n\n"));
        return text.append("-- \n")
                .append(line(siteName))
                .append(
                        " could not tell you this by Jabber. Nobody reads answers to this mail.\nWhat comes by e-mail: ")
                .append(settings)
                .append("\nNo more of it: ")
                .append(end)
                .append('\n')
                .toString();
    }

    private static String clean(String words) {
        return String.join("\n", words.lines().map(MailText::line).toList());
    }
}
