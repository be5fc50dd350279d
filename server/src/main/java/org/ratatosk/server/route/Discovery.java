package org.ratatosk.server.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/**
 * What features tell service discovery beyond the namespaces of their {@link Spec}. Filled once by one thread when the server is
 * built, and only read afterwards.
 */
public final class Discovery {
    private final List<Function<String, Optional<Element>>> forms = new ArrayList<>();
    private final List<Element> ofAccounts = new ArrayList<>();
    private final List<BiFunction<Context, Jid, List<Element>>> items = new ArrayList<>();

    Discovery() {}

    /** Adds a form to what is told of a domain (XEP-0128). */
    public void form(Function<String, Optional<Element>> form) {
        forms.add(form);
    }

    /** Adds identities and features to what is told of accounts. */
    public void ofAccounts(List<Element> parts) {
        ofAccounts.addAll(parts);
    }

    /** Adds items to those of an account, as far as somebody may know of them. */
    public void items(BiFunction<Context, Jid, List<Element>> shown) {
        items.add(shown);
    }

    /** The forms of a domain. */
    public List<Element> forms(String domain) {
        return forms.stream().flatMap(form -> form.apply(domain).stream()).toList();
    }

    /** The identities and features of accounts. */
    public List<Element> ofAccounts() {
        return List.copyOf(ofAccounts);
    }

    /** The items of the lane's account that {@code who} may know of. */
    public List<Element> items(Context ctx, Jid who) {
        return items.stream().flatMap(shown -> shown.apply(ctx, who).stream()).toList();
    }
}
