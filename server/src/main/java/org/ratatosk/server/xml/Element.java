package org.ratatosk.server.xml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An XML element: a qualified name, attributes in order, and child nodes in order. Prefixes are not kept; the writer declares
 * namespaces where they change. Immutable.
 */
public final class Element implements Node {
    /** The namespace that the prefix {@code xml} stands for. */
    public static final String XML_NS = "http://www.w3.org/XML/1998/namespace";

    /** {@code xml:lang}. */
    public static final Name LANG = new Name(XML_NS, "lang");

    private final Name name;
    private final Map<Name, String> attrs;
    private final List<Node> nodes;

    private Element(Name name, Map<Name, String> attrs, List<Node> nodes) {
        this.name = name;
        this.attrs = attrs;
        this.nodes = nodes;
    }

    /** An empty element. */
    public static Element of(String ns, String local) {
        return new Element(new Name(ns, local), Map.of(), List.of());
    }

    /** An element that holds only text. */
    public static Element of(String ns, String local, String text) {
        return builder(ns, local).text(text).build();
    }

    /** Starts an element. */
    public static Builder builder(String ns, String local) {
        return new Builder(new Name(ns, local));
    }

    /** Starts an element. */
    public static Builder builder(Name name) {
        return new Builder(name);
    }

    /** Starts a copy of this element, to be added to. */
    public Builder toBuilder() {
        Builder copy = new Builder(name);
        copy.attrs.putAll(attrs);
        copy.nodes.addAll(nodes);
        return copy;
    }

    /** The qualified name. */
    public Name name() {
        return name;
    }

    /** The namespace name. */
    public String ns() {
        return name.ns();
    }

    /** The local name. */
    public String local() {
        return name.local();
    }

    /** Whether this is the name. */
    public boolean is(String ns, String local) {
        return name.local().equals(local) && name.ns().equals(ns);
    }

    /** The value of an attribute without a namespace. */
    public Optional<String> attr(String local) {
        return attr(new Name("", local));
    }

    /** The value of an attribute. */
    public Optional<String> attr(Name attribute) {
        return Optional.ofNullable(attrs.get(attribute));
    }

    /** All attributes, in the order in which they stood. */
    public Map<Name, String> attrs() {
        return attrs;
    }

    /** All child nodes, in order. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The child elements, in order. */
    public List<Element> children() {
        List<Element> found = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    /** The child elements of a name, in order. */
    public List<Element> children(String ns, String local) {
        return children().stream().filter(e -> e.is(ns, local)).toList();
    }

    /** The first child element. */
    public Optional<Element> first() {
        for (Node node : nodes) {
            if (node instanceof Element element) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** The first child element of a name. */
    public Optional<Element> child(String ns, String local) {
        for (Node node : nodes) {
            if (node instanceof Element element && element.is(ns, local)) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** The first child element of a name. */
    public Optional<Element> child(Name wanted) {
        return child(wanted.ns(), wanted.local());
    }

    /** The text of the first child element of a name. */
    public Optional<String> childText(String ns, String local) {
        return child(ns, local).map(Element::text);
    }

    /** The character data directly inside this element, joined. */
    public String text() {
        StringBuilder joined = new StringBuilder();
        for (Node node : nodes) {
            if (node instanceof Text text) {
                joined.append(text.value());
            }
        }
        return joined.toString();
    }

    /** A copy with an attribute set, or removed if the value is {@code null}. */
    public Element withAttr(String local, @Nullable String value) {
        Map<Name, String> changed = new LinkedHashMap<>(attrs);
        Name attribute = new Name("", local);
        if (value == null) {
            changed.remove(attribute);
        } else {
            changed.put(attribute, value);
        }
        return new Element(name, Collections.unmodifiableMap(changed), nodes);
    }

    /** A copy with a child added at the end. */
    public Element with(Element child) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.add(child);
        return new Element(name, attrs, Collections.unmodifiableList(changed));
    }

    /** A copy without the child elements that match. */
    public Element without(Predicate<Element> unwanted) {
        List<Node> kept = new ArrayList<>(nodes);
        kept.removeIf(node -> node instanceof Element element && unwanted.test(element));
        return new Element(name, attrs, Collections.unmodifiableList(kept));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Element that
                && name.equals(that.name)
                && attrs.equals(that.attrs)
                && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + attrs.hashCode()) + nodes.hashCode();
    }

    /** The element as XML, with its own namespace declared. */
    @Override
    public String toString() {
        return XmlWriter.toXml(this);
    }

    /** Makes an element. Not thread-safe; to be used by one thread and left after {@link #build()}. */
    public static final class Builder {
        private final Name name;
        private final Map<Name, String> attrs = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();

        private Builder(Name name) {
            this.name = name;
        }

        /** Sets an attribute without a namespace; {@code null} leaves it out. */
        public Builder attr(String local, @Nullable Object value) {
            return attr(new Name("", local), value);
        }

        /** Sets an attribute; {@code null} leaves it out. */
        public Builder attr(Name attribute, @Nullable Object value) {
            if (value != null) {
                attrs.put(attribute, value.toString());
            }
            return this;
        }

        /** Whether there is such an attribute already. */
        boolean has(Name attribute) {
            return attrs.containsKey(attribute);
        }

        /** Adds text; empty text adds nothing. */
        public Builder text(String text) {
            if (!text.isEmpty()) {
                nodes.add(new Text(text));
            }
            return this;
        }

        /** Adds a child. */
        public Builder child(Element child) {
            nodes.add(child);
            return this;
        }

        /** Adds a child in the namespace of this element that holds only text. */
        public Builder child(String local, String text) {
            return child(Element.of(name.ns(), local, text));
        }

        /** Adds children in order. */
        public Builder children(Iterable<Element> children) {
            children.forEach(nodes::add);
            return this;
        }

        /** The element. */
        public Element build() {
            return new Element(
                    name,
                    attrs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(attrs)),
                    List.copyOf(nodes));
        }
    }
}
