package org.ratatosk.server.stream;

import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Node;
import org.ratatosk.server.xml.Text;

/** About how many bytes an element is on the wire, reckoned without writing it. Immutable. */
public final class Weight {
    private static final int TAG = 5;
    private static final int ATTRIBUTE = 4;

    private Weight() {}

    /** The bytes, roughly. */
    public static int of(Element element) {
        int weight = TAG + 2 * element.local().length() + element.ns().length();
        for (var attribute : element.attrs().entrySet()) {
            weight += ATTRIBUTE
                    + attribute.getKey().local().length()
                    + attribute.getValue().length();
        }
        for (Node node : element.nodes()) {
            weight += node instanceof Element child
                    ? of(child)
                    : ((Text) node).value().length();
        }
        return weight;
    }
}
