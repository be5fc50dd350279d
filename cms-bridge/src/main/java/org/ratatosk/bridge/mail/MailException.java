package org.ratatosk.bridge.mail;

/** A mail that was not taken. */
public final class MailException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    /** What it means for further mails. */
    public enum Kind {
        /** The server could not be used at all: whatever the mail is, another try comes later. */
        AWAY,
        /** This mail may be taken later. */
        LATER,
        /** This mail is never taken, and the address had better be left alone. */
        REFUSED
    }

    private final Kind kind;

    /** @param words what went wrong, possibly with what a server said */
    MailException(Kind kind, String words, Throwable cause) {
        super(plain(words), cause);
        this.kind = kind;
    }

    /** What it means. */
    public Kind kind() {
        return kind;
    }

    /** What went wrong, on one line. */
    public String words() {
        return String.valueOf(getMessage());
    }

    private static String plain(String words) {
        String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
