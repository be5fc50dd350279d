package org.ratatosk.server.feature;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.store.PepStore.Access;
import org.ratatosk.server.xml.Element;

/**
 * XEP-0060: what can be chosen for a node, which is who may see it, and what is as it is: one item, which is kept, and told with its payload
 * when it is published and to those who come online. Immutable.
 */
final class PepOptions {
    private static final String ACCESS = "pubsub#access_model";
    private static final Map<String, List<String>> FIXED = Map.of(
            "pubsub#persist_items", List.of("1", "true"),
            "pubsub#max_items", List.of("1"),
            "pubsub#deliver_payloads", List.of("1", "true"),
            "pubsub#deliver_notifications", List.of("1", "true"),
            "pubsub#notify_retract", List.of("1", "true"),
            "pubsub#send_last_published_item", List.of("on_sub_and_presence"));

    private PepOptions() {}

    /** The form that shows how a node is configured (section 8.2). */
    static Element form(Access access) {
        Element.Builder field = Element.builder(Forms.NS, "field")
                .attr("type", "list-single")
                .attr("var", ACCESS)
                .attr("label", "Who may see it")
                .child("value", name(access));
        for (Access one : Access.values()) {
            field.child(Element.builder(Forms.NS, "option")
                    .child("value", name(one))
                    .build());
        }
        Element.Builder form = Forms.form("form", Pubsub.NS + "#node_config").child(field.build());
        FIXED.keySet().stream()
                .sorted()
                .forEach(name -> form.child(Forms.field(
                        name.endsWith("item") || name.endsWith("max_items") ? "text-single" : "boolean",
                        name,
                        at(name).subList(0, 1))));
        return form.build();
    }

    private static List<String> at(String name) {
        return FIXED.getOrDefault(name, List.of());
    }

    static String name(Access access) {
        return access.name().toLowerCase(Locale.ROOT);
    }

    /**
     * What a form chooses, if it does.
     *
     * @throws org.ratatosk.server.stanza.StanzaException with {@code condition} and {@code own} if it wants something that cannot be
     */
    static Optional<Access> chosen(Element parent, Condition condition, String own) {
        Map<String, String> values =
                parent.child(Forms.NS, "x").map(Forms::values).orElse(Map.of());
        values.forEach((name, value) -> {
            boolean other = !name.equals("FORM_TYPE") && !name.equals(ACCESS);
            if (other && !at(name).contains(value)) {
                throw Pubsub.error(condition, own, "'" + name + "' cannot be '" + value + "' here");
            }
        });
        String access = values.get(ACCESS);
        if (access == null) {
            return Optional.empty();
        }
        for (Access one : Access.values()) {
            if (name(one).equals(access)) {
                return Optional.of(one);
            }
        }
        throw Pubsub.error(condition, own, "'" + ACCESS + "' cannot be '" + access + "' here");
    }
}
