package org.ratatosk.server.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Attr;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The JDK's parser: a second opinion on what bytes mean. */
final class Jdk {
    private Jdk() {}

    /** The root element of a document, or nothing if it is not well-formed. */
    static Optional<Element> parse(byte[] document) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setCoalescing(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return Optional.of(
                    convert(builder.parse(new ByteArrayInputStream(document)).getDocumentElement()));
        } catch (SAXException | IOException e) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Element convert(org.w3c.dom.Element dom) {
        Element.Builder element = Element.builder(new Name(orEmpty(dom.getNamespaceURI()), dom.getLocalName()));
        for (int i = 0; i < dom.getAttributes().getLength(); i++) {
            Attr attr = (Attr) dom.getAttributes().item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attr.getNamespaceURI())) {
                element.attr(new Name(orEmpty(attr.getNamespaceURI()), attr.getLocalName()), attr.getValue());
            }
        }
        StringBuilder text = new StringBuilder();
        for (Node node = dom.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof org.w3c.dom.Element child) {
                element.text(text.toString());
                text.setLength(0);
                element.child(convert(child));
            } else if (node instanceof org.w3c.dom.Text part) {
                text.append(part.getData());
            }
        }
        return element.text(text.toString()).build();
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
