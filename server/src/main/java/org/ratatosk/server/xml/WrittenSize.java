package org.ratatosk.server.xml;

import java.util.Map;

/**
 * How many bytes {@link XmlWriter#toXml} makes of an element, reckoned without writing it. What came in few bytes can be many
 * when it is written: the writer declares a namespace at every element that differs from its parent. Confined to one call.
 */
public final class WrittenSize {
    private static final int DECLARATION = " xmlns=''".length();
    private static final int PREFIX = "xml:".length();

    private final long most;
    private long bytes;

    private WrittenSize(long most) {
        this.most = most;
    }

    /** The bytes, in UTF-8. */
    public static long of(Element element) {
        return upTo(element, Long.MAX_VALUE);
    }

    /** The bytes if they are not more than {@code most}; otherwise some number that is more. */
    static long upTo(Element element, long most) {
        WrittenSize size = new WrittenSize(most);
        size.element(element, "");
        return size.bytes;
    }

    private void element(Element element, String contextNs) {
        String ns = element.ns();
        boolean prefixed = ns.equals(Element.XML_NS);
        String inner = prefixed ? contextNs : ns;
        int name = utf8(element.local()) + (prefixed ? PREFIX : 0);
        bytes += element.nodes().isEmpty() ? name + "</>".length() : 2L * name + "<></>".length();
        if (!inner.equals(contextNs)) {
            bytes += DECLARATION + attributeValue(ns);
        }
        attributes(element.attrs());
        for (Node node : element.nodes()) {
            if (bytes > most) {
                return;
            }
            if (node instanceof Element child) {
                element(child, inner);
            } else if (node instanceof Text text) {
                bytes += text(text.value());
            }
        }
    }

    private void attributes(Map<Name, String> attributes) {
        int prefixes = 0;
        for (Map.Entry<Name, String> attribute : attributes.entrySet()) {
            String ns = attribute.getKey().ns();
            if (ns.equals(Element.XML_NS)) {
                bytes += PREFIX;
            } else if (!ns.isEmpty()) {
                int prefix = 1 + Integer.toString(prefixes++).length();
                bytes += DECLARATION + ":".length() + prefix + attributeValue(ns) + prefix + ":".length();
            }
            bytes += utf8(attribute.getKey().local()) + " =''".length() + attributeValue(attribute.getValue());
        }
    }

    private static int utf8(String name) {
        int size = 0;
        for (int i = 0; i < name.length(); i++) {
            size += character(name, i);
        }
        return size;
    }

    private static int text(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            size += switch (text.charAt(i)) {
                case '<', '>' -> "&lt;".length();
                case '&', '\r' -> "&amp;".length();
                case '\t', '\n' -> 1;
                default -> character(text, i);
            };
        }
        return size;
    }

    private static int attributeValue(String text) {
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            size += switch (text.charAt(i)) {
                case '<', '>', '\t' -> "&lt;".length();
                case '&', '\n', '\r' -> "&amp;".length();
                case '\'', '"' -> "&apos;".length();
                default -> character(text, i);
            };
        }
        return size;
    }

    /** A character as it stands, or U+FFFD; half a surrogate pair is half of four bytes. */
    private static int character(String text, int i) {
        char c = text.charAt(i);
        if (c < ' ' || c >= 0x800) {
            return Character.isSurrogate(c) && XmlWriter.allowed(text, i) ? 2 : 3;
        }
        return c < 0x80 ? 1 : 2;
    }
}
