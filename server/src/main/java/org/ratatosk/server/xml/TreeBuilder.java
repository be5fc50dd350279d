package org.ratatosk.server.xml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.XmlException.Problem;

/** Makes elements of tokens and counts what they are made of. Loop-confined. */
final class TreeBuilder {
    private final Deque<Element.Builder> open = new ArrayDeque<>();
    private StringBuilder text = new StringBuilder();
    private int elements;

    /** How many elements are open, without the root. */
    int depth() {
        return open.size();
    }

    /** Lets go of memory that only long text needs; to be called when nothing is open. */
    void rest() {
        text = new StringBuilder();
    }

    /** The root, which stays open as long as the stream. */
    static StreamHeader header(XMLStreamReader token, Limits limits) {
        checkTag(token, limits);
        Map<String, String> namespaces = new HashMap<>();
        for (int i = 0; i < token.getNamespaceCount(); i++) {
            namespaces.put(orEmpty(token.getNamespacePrefix(i)), orEmpty(token.getNamespaceURI(i)));
        }
        return new StreamHeader(start(token).build(), orEmpty(token.getPrefix()), namespaces);
    }

    /** A start tag inside the root. */
    void open(XMLStreamReader token, Limits limits) {
        checkTag(token, limits);
        if (open.isEmpty()) {
            elements = 0;
        }
        if (++elements > limits.elements()) {
            throw tooMuch("elements in one stanza", limits.elements());
        }
        if (open.size() >= limits.depth()) {
            throw tooMuch("elements inside each other", limits.depth());
        }
        flush();
        open.push(start(token));
    }

    /** Text inside the element that is open. */
    void text(String characters) {
        text.append(characters);
    }

    /** An end tag inside the root: the child of the root that is now complete, or {@code null} if it goes on. */
    @Nullable
    Element close() {
        flush();
        Element done = open.pop().build();
        Element.Builder parent = open.peek();
        if (parent == null) {
            return done;
        }
        parent.child(done);
        return null;
    }

    private void flush() {
        Element.Builder parent = open.peek();
        if (parent != null && text.length() > 0) {
            parent.text(text.toString());
            text.setLength(0);
        }
    }

    private static Element.Builder start(XMLStreamReader token) {
        try {
            Element.Builder element = Element.builder(new Name(orEmpty(token.getNamespaceURI()), token.getLocalName()));
            for (int i = 0; i < token.getAttributeCount(); i++) {
                Name name = new Name(orEmpty(token.getAttributeNamespace(i)), token.getAttributeLocalName(i));
                if (element.has(name)) {
                    throw new XmlException(Problem.NOT_WELL_FORMED, "A tag has the same attribute twice");
                }
                element.attr(name, token.getAttributeValue(i));
            }
            return element;
        } catch (IllegalArgumentException e) {
            throw new XmlException(Problem.NOT_WELL_FORMED, "A name has characters that XML does not allow there");
        }
    }

    private static void checkTag(XMLStreamReader token, Limits limits) {
        if (token.getAttributeCount() > limits.attributes()) {
            throw tooMuch("attributes in one tag", limits.attributes());
        }
        if (token.getNamespaceCount() > limits.namespaces()) {
            throw tooMuch("namespace declarations in one tag", limits.namespaces());
        }
        for (int i = 0; i < token.getNamespaceCount(); i++) {
            if (orEmpty(token.getNamespaceURI(i)).length() > Limits.NAMESPACE_NAME) {
                throw tooMuch("characters in the name of a namespace", Limits.NAMESPACE_NAME);
            }
            checkDeclaration(token, orEmpty(token.getNamespacePrefix(i)), orEmpty(token.getNamespaceURI(i)));
        }
    }

    /** Aalto lets {@code xmlns:a=''} and {@code xmlns:='a'} pass. */
    private static void checkDeclaration(XMLStreamReader token, String prefix, String ns) {
        boolean right = prefix.isEmpty() ? ns.equals(orEmpty(token.getNamespaceURI(""))) : !ns.isEmpty();
        if (!right) {
            throw new XmlException(Problem.NOT_WELL_FORMED, "A tag declares a namespace in a way that is not allowed");
        }
    }

    private static XmlException tooMuch(String what, int limit) {
        return new XmlException(Problem.POLICY_VIOLATION, "No more than " + limit + " " + what);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
