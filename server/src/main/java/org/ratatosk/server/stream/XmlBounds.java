package org.ratatosk.server.stream;

import org.ratatosk.server.config.Limits;

/** The bounds of what is read from a stream before and after the other side has proved who it is. Immutable. */
public final class XmlBounds {
    private static final int ATTRIBUTES_BEFORE = 32;
    private static final int ATTRIBUTES_AFTER = 128;

    private XmlBounds() {}

    /** For strangers. */
    public static org.ratatosk.server.xml.Limits before(Limits limits) {
        return xml(limits.beforeLogin(), limits.beforeLogin().stanzaBytes(), ATTRIBUTES_BEFORE);
    }

    /** For those who have proved who they are. */
    public static org.ratatosk.server.xml.Limits after(Limits limits) {
        return after(limits, limits.afterLogin().stanzaBytes());
    }

    /** The same, with stanzas of another size. */
    public static org.ratatosk.server.xml.Limits after(Limits limits, int stanzaBytes) {
        return xml(limits.afterLogin(), stanzaBytes, ATTRIBUTES_AFTER);
    }

    private static org.ratatosk.server.xml.Limits xml(Limits.Xml xml, int stanzaBytes, int attributes) {
        return new org.ratatosk.server.xml.Limits(
                xml.startTagBytes(), stanzaBytes, xml.depth(), xml.children(), attributes, attributes / 2);
    }
}
