package org.ratatosk.server.stream.c2s;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.ratatosk.server.config.Limits;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.session.Sessions;
import org.ratatosk.server.stream.Protocol;
import org.ratatosk.server.stream.Wire;
import org.ratatosk.server.stream.XmlBounds;
import org.ratatosk.server.stream.sasl.Sasl;

/**
 * What all streams of clients share, and what makes them. Immutable.
 *
 * @param domains that are hosted; the first one answers for those that are not
 * @param sessions opened for clients that have logged in
 * @param hooks what features announce and handle
 * @param sasl proves who clients are
 * @param limits of streams
 * @param clock the time
 * @param random makes stream ids
 */
public record ClientStreams(
        List<String> domains,
        Sessions sessions,
        Hooks hooks,
        Sasl sasl,
        Limits limits,
        InstantSource clock,
        SecureRandom random)
        implements Protocol.Factory {
    private static final int ID_BYTES = 16;

    /** Copies the list. */
    public ClientStreams {
        domains = List.copyOf(domains);
    }

    @Override
    public Protocol create(Wire wire) {
        return new ClientStream(this, wire);
    }

    /** A stream id that nobody can guess (RFC 6120 section 4.7.3). */
    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    org.ratatosk.server.xml.Limits xmlBeforeLogin() {
        return XmlBounds.before(limits);
    }

    org.ratatosk.server.xml.Limits xmlAfterLogin() {
        return XmlBounds.after(limits);
    }
}
