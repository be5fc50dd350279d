package org.ratatosk.server.stream;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;

/**
 * An element on its way to the client. Immutable.
 *
 * @param element what is sent
 * @param acknowledged runs when the client has acknowledged it, or {@code null}
 * @param weight about how many bytes it is
 */
record Outgoing(Element element, @Nullable Runnable acknowledged, int weight) {
    /** Whether it is a stanza, which stream management counts; other elements are not kept. */
    boolean isStanza() {
        return element.ns().equals(Stanza.NS);
    }

    /** Whether somebody waits for the acknowledgement. */
    boolean isAwaited() {
        return acknowledged != null;
    }
}
