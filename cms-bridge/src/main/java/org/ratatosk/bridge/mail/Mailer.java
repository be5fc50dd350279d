package org.ratatosk.bridge.mail;

/** The way to the server that takes mails. Blocks, for a bounded time. Thread-safe. */
public interface Mailer {
    /**
     * Hands a mail over; when it returns, the server has taken it.
     *
     * @throws MailException says why not; after a break in the middle the server may have taken it all the same
     */
    void send(Mail mail) throws MailException;

    /**
     * Goes to the server, up to the login, and sends nothing.
     *
     * @return what was found there, in a sentence
     */
    String look() throws MailException;

    /** The part of the Message-ID after the @. */
    String domain();
}
