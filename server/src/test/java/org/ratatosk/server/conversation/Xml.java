package org.ratatosk.server.conversation;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;
import org.ratatosk.server.xml.Text;

/** Reads the XML of scripts, without the blanks between elements. Immutable. */
public final class Xml {
    private Xml() {}

    /** Reads elements; what declares no namespace is in {@code jabber:client}. */
    public static List<Element> all(String text) {
        try {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_COALESCING, true);
            XMLStreamReader reader =
                    factory.createXMLStreamReader(new StringReader("<x xmlns='jabber:client'>" + text + "</x>"));
            reader.next();
            return read(reader).children();
        } catch (XMLStreamException e) {
            throw new IllegalArgumentException("This is no XML: " + text, e);
        }
    }

    /** Reads one element. */
    public static Element one(String text) {
        List<Element> found = all(text);
        if (found.size() != 1) {
            throw new IllegalArgumentException("Not one element but " + found.size() + ": " + text);
        }
        return found.get(0);
    }

    private static Element read(XMLStreamReader reader) throws XMLStreamException {
        Element.Builder element = Element.builder(ns(reader.getNamespaceURI()), reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.attr(
                    new Name(ns(reader.getAttributeNamespace(i)), reader.getAttributeLocalName(i)),
                    reader.getAttributeValue(i));
        }
        List<Object> nodes = new ArrayList<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                nodes.add(read(reader));
            } else if (event == XMLStreamConstants.CHARACTERS) {
                nodes.add(reader.getText());
            }
        }
        for (Object node : nodes) {
            if (node instanceof Element child) {
                element.child(child);
            } else if (!node.toString().isBlank()) {
                element.text(node.toString());
            }
        }
        return element.build();
    }

    private static String ns(String value) {
        return value == null ? "" : value;
    }

    /** The element without blanks between elements. */
    public static Element normal(Element element) {
        Element.Builder copy = Element.builder(element.name());
        element.attrs().forEach(copy::attr);
        element.nodes().forEach(node -> {
            if (node instanceof Element child) {
                copy.child(normal(child));
            } else if (node instanceof Text text && !text.value().isBlank()) {
                copy.text(text.value());
            }
        });
        return copy.build();
    }
}
