package org.ratatosk.server.stream;

import org.ratatosk.server.stanza.Stanza;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;
import org.ratatosk.server.xml.Node;
import org.ratatosk.server.xml.Text;

/**
 * The default namespace of a stream, which stanzas have there (RFC 6120 section 4.8.2); inside the server all have {@link Stanza#NS}.
 * What stands inside an element of another namespace stays as it is. Immutable.
 *
 * @param ns the namespace
 */
public record ContentNamespace(String ns) {
    /** An element of this server as it is sent. */
    public Element outward(Element element) {
        return renamed(element, Stanza.NS, ns);
    }

    /** An element of the other side as it is handled here. */
    public Element inward(Element element) {
        return renamed(element, ns, Stanza.NS);
    }

    /** Whether an element of the other side is named as a stanza. */
    public boolean isStanza(Element element) {
        boolean named = switch (element.local()) {
            case "message", "presence", "iq" -> true;
            default -> false;
        };
        return named && element.ns().equals(ns);
    }

    private static Element renamed(Element element, String from, String to) {
        if (!element.ns().equals(from)) {
            return element;
        }
        Element.Builder copy = Element.builder(new Name(to, element.local()));
        element.attrs().forEach(copy::attr);
        for (Node node : element.nodes()) {
            if (node instanceof Element child) {
                copy.child(renamed(child, from, to));
            } else if (node instanceof Text text) {
                copy.text(text.value());
            }
        }
        return copy.build();
    }
}
