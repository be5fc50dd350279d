package org.ratatosk.server.xml;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes elements as XML. The default namespace is declared where it changes; elements of the stream namespace get the prefix
 * {@code stream} inside a stream, as older clients want it. What XML cannot hold becomes U+FFFD. Immutable.
 */
public final class XmlWriter {
    /** The namespace of streams (RFC 6120 section 4.8.1). */
    public static final String STREAM_NS = "http://etherx.jabber.org/streams";

    private static final String STREAM_PREFIX = "stream";
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out;
    private final boolean inStream;

    private XmlWriter(StringBuilder out, boolean inStream) {
        this.out = out;
        this.inStream = inStream;
    }

    /** The element as XML that stands alone. */
    public static String toXml(Element element) {
        StringBuilder out = new StringBuilder(256);
        new XmlWriter(out, false).element(element, "");
        return out.toString();
    }

    /**
     * The element as it is sent in a stream that {@link #streamStart} began.
     *
     * @param contentNs the default namespace of the stream
     */
    public static String toStreamXml(Element element, String contentNs) {
        StringBuilder out = new StringBuilder(256);
        new XmlWriter(out, true).element(element, contentNs);
        return out.toString();
    }

    /** {@link #toStreamXml} in UTF-8. */
    public static byte[] toStreamBytes(Element element, String contentNs) {
        return toStreamXml(element, contentNs).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The XML declaration and the start tag of a stream (RFC 6120 section 4.7), whose prefix is {@code stream}.
     *
     * @param contentNs the default namespace of the stream
     * @param extraNamespaces other namespaces to declare, by prefix, as for dialback
     * @param attributes such as {@code from} and {@code id}; all but their names is ignored of the root
     */
    public static String streamStart(String contentNs, Map<String, String> extraNamespaces, Element attributes) {
        XmlWriter writer = new XmlWriter(new StringBuilder(256), true);
        writer.out.append("<?xml version='1.0'?><stream:stream");
        writer.declare("", contentNs);
        writer.declare(STREAM_PREFIX, STREAM_NS);
        new TreeMap<>(extraNamespaces).forEach(writer::declare);
        writer.attributes(attributes);
        return writer.out.append('>').toString();
    }

    /** What ends a stream. */
    public static String streamEnd() {
        return "</stream:stream>";
    }

    /** A start tag with the name and the namespaces of a header, enough to read on in its stream. */
    static String bareHeader(StreamHeader header) {
        XmlWriter writer = new XmlWriter(new StringBuilder(128), true);
        writer.out.append('<');
        if (!header.prefix().isEmpty()) {
            writer.out.append(header.prefix()).append(':');
        }
        writer.out.append(header.root().local());
        header.namespaces().forEach(writer::declare);
        return writer.out.append('>').toString();
    }

    private void declare(String prefix, String ns) {
        out.append(prefix.isEmpty() ? " xmlns" : " xmlns:").append(prefix).append("='");
        attributeValue(ns);
        out.append('\'');
    }

    /** Writes an element into a place where {@code contextNs} is the default namespace. */
    private void element(Element element, String contextNs) {
        String ns = element.ns();
        String prefix = prefixOf(ns);
        String inner = prefix.isEmpty() ? ns : contextNs;
        out.append('<').append(prefix).append(element.local());
        if (!inner.equals(contextNs)) {
            declare("", ns);
        }
        attributes(element);
        if (element.nodes().isEmpty()) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (Node node : element.nodes()) {
            if (node instanceof Element child) {
                element(child, inner);
            } else if (node instanceof Text text) {
                text(text.value());
            }
        }
        out.append("</").append(prefix).append(element.local()).append('>');
    }

    private String prefixOf(String ns) {
        if (inStream && ns.equals(STREAM_NS)) {
            return "stream:";
        }
        return ns.equals(Element.XML_NS) ? "xml:" : "";
    }

    private void attributes(Element element) {
        int prefixes = 0;
        for (Map.Entry<Name, String> attr : element.attrs().entrySet()) {
            Name name = attr.getKey();
            String prefix = "";
            if (name.ns().equals(Element.XML_NS)) {
                prefix = "xml:";
            } else if (!name.ns().isEmpty()) {
                prefix = "a" + prefixes++;
                declare(prefix, name.ns());
                prefix += ":";
            }
            out.append(' ').append(prefix).append(name.local()).append("='");
            attributeValue(attr.getValue());
            out.append('\'');
        }
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\r' -> out.append("&#13;");
                case '\t', '\n' -> out.append(c);
                default -> out.append(allowed(text, i) ? c : REPLACEMENT);
            }
        }
    }

    private void attributeValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\'' -> out.append("&apos;");
                case '"' -> out.append("&quot;");
                case '\t', '\n', '\r' -> out.append("&#").append((int) c).append(';');
                default -> out.append(allowed(text, i) ? c : REPLACEMENT);
            }
        }
    }

    /** Whether XML 1.0 (section 2.2) has this character; halves of a surrogate pair are only right together. */
    static boolean allowed(String text, int i) {
        char c = text.charAt(i);
        if (c < 0xD800) {
            return c >= ' ';
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c < 0xFFFE;
    }
}
