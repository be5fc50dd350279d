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
        return of(element, "");
    }

    private static int of(Element element, String parentNs) {
        int weight = TAG + 2 * element.local().length();
        weight += element.ns().equals(parentNs) ? 0 : element.ns().length();
        for (var attribute : element.attrs().entrySet()) {
            weight += ATTRIBUTE
                    + attribute.getKey().local().length()
                    + attribute.getValue().length();
        }
        for (Node node : element.nodes()) {
            weight += node instanceof Element child
                    ? of(child, element.ns())
                    : ((Text) node).value().length();
        }
        return weight;
    }
}
