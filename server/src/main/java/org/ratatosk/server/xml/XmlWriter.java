package org.ratatosk.server.xml;

import java.util.Map;

/**
 * Writes elements as XML. The default namespace is declared where it changes; attributes in the {@code xml} namespace get
 * that prefix, attributes in another one get a prefix of their own. Immutable.
 */
public final class XmlWriter {
    private XmlWriter() {}

    /** The element as XML that stands alone. */
    public static String toXml(Element element) {
        StringBuilder out = new StringBuilder(256);
        write(element, "", out);
        return out.toString();
    }

    /** Writes an element into a place where {@code contextNs} is the default namespace. */
    public static void write(Element element, String contextNs, StringBuilder out) {
        out.append('<').append(element.local());
        if (!element.ns().equals(contextNs)) {
            out.append(" xmlns='");
            escape(element.ns(), out);
            out.append('\'');
        }
        writeAttributes(element, out);
        if (element.nodes().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (Node node : element.nodes()) {
            if (node instanceof Element child) {
                write(child, element.ns(), out);
            } else if (node instanceof Text text) {
                escape(text.value(), out);
            }
        }
        out.append("</").append(element.local()).append('>');
    }

    private static void writeAttributes(Element element, StringBuilder out) {
        int prefixes = 0;
        for (Map.Entry<Name, String> attr : element.attrs().entrySet()) {
            Name name = attr.getKey();
            out.append(' ');
            if (name.ns().equals(Element.XML_NS)) {
                out.append("xml:");
            } else if (!name.ns().isEmpty()) {
                String prefix = "a" + prefixes++;
                out.append("xmlns:").append(prefix).append("='");
                escape(name.ns(), out);
                out.append("' ").append(prefix).append(':');
            }
            out.append(name.local()).append("='");
            escape(attr.getValue(), out);
            out.append('\'');
        }
    }

    /** Escapes text for a place between tags or inside a quoted attribute value. */
    public static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' -> out.append("&#").append((int) c).append(';');
                default -> out.append(c);
            }
        }
    }
}
