package org.ratatosk.server.stream;

import org.jspecify.annotations.Nullable;
import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;

/**
 * An element on its way to the client. Immutable.
 *
 * @param element what is sent
 * @param written runs when the network has taken it, or {@code null}
 * @param acknowledged runs when the client has acknowledged it, or {@code null}
 * @param weight about how many bytes it is
 */
record Outgoing(
        Element element,
        @Nullable Runnable written,
        @Nullable Runnable acknowledged,
        int weight) {
    /** Of the presence of one client to one address only the latest is news. */
    private record Broadcast(String from, String to) {}

    /** Whether it is a stanza, which stream management counts; other elements are not kept. */
    boolean isStanza() {
        return element.ns().equals(Stanza.NS);
    }

    /** Whether somebody waits for the acknowledgement. */
    boolean isAwaited() {
        return acknowledged != null;
    }

    /**
     * What else waits is out of date once this waits if it returns the same; for anything but broadcast presence that is nothing.
     * Presence for the client's own full address was meant for it in particular, and is not merged unless another client of
     * the same account broadcast it.
     */
    Object replaces() {
        String type = element.attr("type").orElse("available");
        String from = element.attr("from").orElse("");
        String to = element.attr("to").orElse("");
        boolean merged = isStanza()
                && element.local().equals("presence")
                && acknowledged == null
                && (type.equals("available") || type.equals("unavailable"))
                && from.indexOf('/') >= 0
                && (to.indexOf('/') < 0 || bare(to).equals(bare(from)));
        return merged ? new Broadcast(from, to) : new Object();
    }

    private static String bare(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }
}
