package org.ratatosk.server.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ratatosk.server.config.Contacts;
import org.ratatosk.server.route.Feature;
import org.ratatosk.server.route.Hooks;
import org.ratatosk.server.route.Spec;
import org.ratatosk.server.xml.Element;

/** XEP-0157: who answers for the server, as a form in its service discovery. Immutable. */
public final class ContactAddresses implements Feature {
    private final Map<String, List<String>> fields = new LinkedHashMap<>();

    /** @param contacts who answers; nothing is said if nobody is named */
    public ContactAddresses(Contacts contacts) {
        add("abuse-addresses", contacts.abuse());
        add("admin-addresses", contacts.admin());
        add("feedback-addresses", contacts.feedback());
        add("sales-addresses", contacts.sales());
        add("security-addresses", contacts.security());
        add("support-addresses", contacts.support());
    }

    private void add(String field, List<String> addresses) {
        if (!addresses.isEmpty()) {
            fields.put(field, addresses);
        }
    }

    @Override
    public Spec spec() {
        return Spec.of("0157", "1.1.1");
    }

    @Override
    public void install(Hooks on) {
        if (fields.isEmpty()) {
            return;
        }
        Element.Builder form = Forms.form("result", "http://jabber.org/network/serverinfo");
        fields.forEach((name, addresses) -> form.child(Forms.field("list-multi", name, addresses)));
        Element built = form.build();
        on.discovery().form(domain -> Optional.of(built));
    }
}
