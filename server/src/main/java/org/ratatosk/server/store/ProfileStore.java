package org.ratatosk.server.store;

import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.xml.Element;

/**
 * What is told of accounts: their own card (XEP-0054), and what their website says of them. Confined to a read or write of
 * {@link Store}.
 */
public interface ProfileStore {
    /**
     * What a website says of a member. Immutable.
     *
     * @param site the website as a person knows it, at most 2,000 characters; "" if it says nothing
     * @param name how the member is called there, at most 1,000 characters, or ""
     * @param url the member's page there, at most 2,000 characters, or ""
     * @param picture whether the account's picture is from there
     */
    record OfSite(String site, String name, String url, boolean picture) {
        /** No website says anything. */
        public static final OfSite NOTHING = new OfSite("", "", "", false);
    }

    /** The account's own card, without a picture. */
    Optional<Element> card(Jid owner);

    /** Keeps the account's own card. */
    void putCard(Jid owner, Element card);

    /** What the website says. */
    OfSite ofSite(Jid owner);

    /** Keeps what the website says. */
    void putOfSite(Jid owner, OfSite said);
}
