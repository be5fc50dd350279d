package org.ratatosk.server.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.xml.Element;

/** XEP-0004: the few data forms that the server writes and reads. Immutable. */
final class Forms {
    static final String NS = "jabber:x:data";

    private Forms() {}

    /** Starts a form of a type (XEP-0068). */
    static Element.Builder form(String type, String formType) {
        return Element.builder(NS, "x").attr("type", type).child(field("hidden", "FORM_TYPE", List.of(formType)));
    }

    static Element field(@Nullable String type, String name, List<String> values) {
        Element.Builder field = Element.builder(NS, "field").attr("type", type).attr("var", name);
        values.forEach(value -> field.child("value", value));
        return field.build();
    }

    /** All values of each field of a form. */
    static Map<String, List<String>> allValues(Element form) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Element field : form.children(NS, "field")) {
            values.put(
                    field.attr("var").orElse(""),
                    field.children(NS, "value").stream().map(Element::text).toList());
        }
        return values;
    }

    /** The first value of each field of a form, "" for none. */
    static Map<String, String> values(Element form) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Element field : form.children(NS, "field")) {
            values.put(
                    field.attr("var").orElse(""), field.childText(NS, "value").orElse(""));
        }
        return values;
    }
}
