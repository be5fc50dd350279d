package org.ratatosk.server.xml;

import java.util.Map;
import java.util.Optional;

/**
 * The start tag of a stream (RFC 6120 section 4.7). Immutable.
 *
 * @param root name and attributes, without content
 * @param prefix the prefix of the root element, "" for none; RFC 6120 section 4.8.5 allows to insist on {@code stream}
 * @param namespaces the namespaces that the tag declares, by prefix; "" is the default namespace
 */
public record StreamHeader(Element root, String prefix, Map<String, String> namespaces) {
    /** Copies the map. */
    public StreamHeader {
        namespaces = Map.copyOf(namespaces);
    }

    /** An attribute such as {@code to}. */
    public Optional<String> attr(String name) {
        return root.attr(name);
    }

    /** The default namespace, which the stanzas of the stream have; "" if there is none. */
    public String contentNs() {
        return namespaces.getOrDefault("", "");
    }

    /** {@code xml:lang}. */
    public Optional<String> lang() {
        return root.attr(Element.LANG);
    }
}
