package org.ratatosk.server.stream;

import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Node;
import org.ratatosk.server.xml.WrittenSize;

/**
 * What an element costs while it waits: the bytes that it is on the wire, at most, and something for every object that it is
 * made of, since many small ones take more memory than their text. Immutable.
 */
public final class Weight {
    private static final int OBJECT = 100;

    private Weight() {}

    /** The weight, in bytes; never less than what is sent. */
    public static int of(Element element) {
        return (int) Math.min(Integer.MAX_VALUE, WrittenSize.of(element) + OBJECT * objects(element));
    }

    private static long objects(Element element) {
        long count = 1L + element.attrs().size();
        for (Node node : element.nodes()) {
            count += node instanceof Element child ? objects(child) : 1;
        }
        return count;
    }
}
