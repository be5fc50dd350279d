package org.ratatosk.server.stream.s2s;

import java.util.Locale;

/**
 * One step on the way to another domain, for people. Immutable.
 *
 * @param kind which
 * @param done whether it went well
 * @param words what was found
 */
public record Step(Kind kind, boolean done, String words) {
    /** The steps, in order. */
    public enum Kind {
        POLICY,
        DNS,
        /** Only if whom this server asks does not answer, or fails: in place of {@link #DNS}. */
        RESOLVER,
        /** Only if there are addresses but none that is dialled: in place of {@link #DNS}. */
        ADDRESS,
        CONNECT,
        TLS,
        CERTIFICATE,
        STREAM,
        PING
    }

    /** As a line of text. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (done ? ": " : " failed: ") + words;
    }
}
