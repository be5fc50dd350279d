package org.ratatosk.server.stream.c2s;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StreamError.Condition;
import org.ratatosk.server.stream.StreamException;
import org.ratatosk.server.xml.StreamHeader;

/**
 * The header that a client opens its stream with, checked (RFC 6120 section 4.7). Immutable.
 *
 * @param domain the hosted domain that the stream is for
 * @param from who the client says it is, if it does
 */
record Header(String domain, Optional<Jid> from) {
    /**
     * Checks a header.
     *
     * @param fixed the domain of the stream before a restart, or {@code null} for the first one: it cannot change
     * @param account who has logged in, or {@code null} before that
     */
    static Header check(StreamHeader header, ClientStreams streams, @Nullable String fixed, @Nullable Jid account) {
        checkVersion(header.attr("version").orElse(""));
        String domain = domain(header, streams);
        if (fixed != null && !fixed.equals(domain)) {
            throw new StreamException(Condition.NOT_AUTHORIZED, "The stream began for " + fixed);
        }
        return new Header(domain, from(header, account));
    }

    /** Any version from 1.0 on is answered with 1.0 (RFC 6120 section 4.7.5). */
    private static void checkVersion(String version) {
        if (!version.matches("0*[1-9][0-9]{0,8}\\.[0-9]{1,9}")) {
            throw new StreamException(Condition.UNSUPPORTED_VERSION, "This server speaks XMPP 1.0");
        }
    }

    private static String domain(StreamHeader header, ClientStreams streams) {
        return header.attr("to")
                .flatMap(Jid::parse)
                .filter(Jid::isDomain)
                .map(Jid::domain)
                .filter(streams.domains()::contains)
                .orElseThrow(() ->
                        new StreamException(Condition.HOST_UNKNOWN, "The domain in 'to' is not one of this server's"));
    }

    private static Optional<Jid> from(StreamHeader header, @Nullable Jid account) {
        Optional<String> text = header.attr("from");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Jid> from = text.flatMap(Jid::parse);
        if (from.isEmpty() || (account != null && !from.get().bare().equals(account))) {
            throw new StreamException(Condition.INVALID_FROM, "The 'from' is not who has logged in");
        }
        return from;
    }
}
