package org.ratatosk.server.config;

import java.util.List;

/**
 * Who answers for the server (XEP-0157), as {@code mailto:}, {@code xmpp:} or {@code https:} addresses. Immutable.
 *
 * @param admin for whatever has no list of its own
 * @param abuse for complaints
 * @param feedback for opinions
 * @param sales for offers
 * @param security for reports of holes
 * @param support for help
 */
public record Contacts(
        List<String> admin,
        List<String> abuse,
        List<String> feedback,
        List<String> sales,
        List<String> security,
        List<String> support) {
    /** Nobody is named. */
    public static final Contacts NONE = new Contacts(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Contacts {
        admin = List.copyOf(admin);
        abuse = List.copyOf(abuse);
        feedback = List.copyOf(feedback);
        sales = List.copyOf(sales);
        security = List.copyOf(security);
        support = List.copyOf(support);
    }
}
