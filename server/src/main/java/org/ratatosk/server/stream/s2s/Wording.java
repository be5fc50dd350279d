package org.ratatosk.server.stream.s2s;

import org.ratatosk.server.stanza.StanzaError;
import org.ratatosk.server.stream.ContentNamespace;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.XmlWriter;

/**
 * How things are written between servers: stanzas have the namespace {@code jabber:server} there (RFC 6120 section 4.8.2), and
 * dialback its prefix (XEP-0220 section 2.1.1). Immutable.
 */
final class Wording {
    /** The default namespace of a stream between servers. */
    static final String NS = "jabber:server";

    /** The namespace of dialback. */
    static final String DIALBACK_NS = "jabber:server:dialback";

    /** That namespace, as stanzas have it. */
    static final ContentNamespace STANZAS = new ContentNamespace(NS);

    private Wording() {}

    /** An element of this server as it is sent. */
    static Element outward(Element element) {
        return STANZAS.outward(element);
    }

    /** An element of another server as it is handled here. */
    static Element inward(Element element) {
        return STANZAS.inward(element);
    }

    /** A request or answer of dialback, without content. */
    static Element.Builder dialback(String name, String from, String to) {
        return Element.builder(DIALBACK_NS, name).attr("from", from).attr("to", to);
    }

    /** An error of dialback (XEP-0220 section 2.5). */
    static Element dialbackError(Element.Builder answer, StanzaError error) {
        return answer.attr("type", "error").child(error.toElement(NS)).build();
    }

    /** An element of dialback as it is sent: some servers know it by its prefix only. */
    static String dialbackXml(Element element) {
        String xml = XmlWriter.toStreamXml(element, NS);
        String name = element.local();
        String opened = xml.replaceFirst("^<" + name + " xmlns='" + DIALBACK_NS + "'", "<db:" + name);
        return opened.endsWith("</" + name + ">")
                ? opened.substring(0, opened.length() - name.length() - 3) + "</db:" + name + ">"
                : opened;
    }
}
