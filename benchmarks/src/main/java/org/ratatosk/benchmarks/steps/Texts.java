package org.ratatosk.benchmarks.steps;

/** What the steps are taken with. Immutable. */
final class Texts {
    /** As clients send it: 100 bytes of text, and the usual extensions. */
    static final String MESSAGE = "<message type='chat' to='juliet@example.org/balcony' id='f7a1c2d4-5b6e'>"
            + "<body>" + "0123456789".repeat(10) + "</body>"
            + "<active xmlns='http://jabber.org/protocol/chatstates'/>"
            + "<request xmlns='urn:xmpp:receipts'/></message>";

    static final String HEADER = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            + " to='example.org' version='1.0'>";

    private Texts() {}
}
