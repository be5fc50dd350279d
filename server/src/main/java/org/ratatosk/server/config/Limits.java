package org.ratatosk.server.config;

import java.time.Duration;

/**
 * The bounds of streams and of accounts. Immutable.
 *
 * @param beforeLogin of the XML that a client may send before it has logged in
 * @param afterLogin of the XML that it may send from then on; the stanza's bytes at least 10,000 (RFC 6120 section 13.12)
 * @param loginTime how long a client may take to log in
 * @param connections how many of them, and how fast
 * @param stanzasInFlight stanzas of one client that are worked on before reading stops
 * @param bytesInFlight bytes of one client that are worked on before reading stops
 * @param slowReaderTime how long a client may leave what it is sent unread before it is closed
 * @param resumeTime how long a lost stream can be resumed (XEP-0198)
 * @param sessionsPerAccount clients of one account that are logged in at a time
 * @param rosterItems contacts in one roster
 * @param blockedAddresses addresses that one account can block
 * @param undeliveredMessages messages that wait for one account; further ones are refused
 * @param undeliveredBytes bytes of the messages that wait for one account; further ones are refused
 * @param pendingRequests requests for its presence that wait for one account's answer; further ones are refused
 * @param registrationsPerHour accounts that strangers at one address can make in an hour (XEP-0077)
 * @param archivePage messages in one page of a search in an archive
 */
public record Limits(
        Xml beforeLogin,
        Xml afterLogin,
        Duration loginTime,
        Connections connections,
        int stanzasInFlight,
        int bytesInFlight,
        Duration slowReaderTime,
        Duration resumeTime,
        int sessionsPerAccount,
        int rosterItems,
        int blockedAddresses,
        int undeliveredMessages,
        int undeliveredBytes,
        int pendingRequests,
        int registrationsPerHour,
        int archivePage) {
    /**
     * The bounds of XML on a stream.
     *
     * @param startTagBytes of one start tag
     * @param stanzaBytes of one child of the stream, its tags included
     * @param depth of elements within one child of the stream
     * @param children elements within one child of the stream, at all depths
     */
    public record Xml(int startTagBytes, int stanzaBytes, int depth, int children) {}

    /**
     * The bounds of connections; an IPv6 address counts as its /64 network.
     *
     * @param perAddress open ones from one address
     * @param beforeLogin open ones that have not logged in, from all addresses together
     * @param perSecond new ones from one address, in the long run; as many as may be open may come at once
     */
    public record Connections(int perAddress, int beforeLogin, int perSecond) {}

    /** The same limits with other bounds of connections. */
    public Limits with(Connections other) {
        return new Limits(
                beforeLogin,
                afterLogin,
                loginTime,
                other,
                stanzasInFlight,
                bytesInFlight,
                slowReaderTime,
                resumeTime,
                sessionsPerAccount,
                rosterItems,
                blockedAddresses,
                undeliveredMessages,
                undeliveredBytes,
                pendingRequests,
                registrationsPerHour,
                archivePage);
    }

    /** As in the shipped {@code etc/ratatosk.conf}. */
    public static Limits defaults() {
        return new Limits(
                new Xml(4 * 1024, 10_000, 8, 64),
                new Xml(16 * 1024, 256 * 1024, 64, 4096),
                Duration.ofSeconds(60),
                new Connections(100, 2000, 10),
                64,
                256 * 1024,
                Duration.ofSeconds(60),
                Duration.ofMinutes(10),
                10,
                10_000,
                1_000,
                1_000,
                20 * 1024 * 1024,
                1_000,
                5,
                250);
    }
}
