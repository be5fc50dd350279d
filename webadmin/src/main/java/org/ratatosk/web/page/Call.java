package org.ratatosk.web.page;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.web.auth.Client;
import org.ratatosk.web.auth.Visitor;

/**
 * A request as a page sees it: the gate has let it in. Immutable.
 *
 * @param path the path that was asked for, decoded
 * @param parts the variable parts of the page's path, by name
 * @param query the parameters after the question mark; of doubles the first
 * @param form the fields of a posted form
 * @param client where it comes from
 * @param visitor who is logged in, or {@code null}
 * @param formToken what the forms of the answer have to carry
 */
public record Call(
        String path,
        Map<String, String> parts,
        Fields query,
        Fields form,
        Client client,
        @Nullable Visitor visitor,
        String formToken) {
    /** The same, with the variable parts of the path. */
    public Call withParts(Map<String, String> found) {
        return new Call(path, Map.copyOf(found), query, form, client, visitor, formToken);
    }

    /** The same, with a form. */
    public Call withForm(Fields posted) {
        return new Call(path, parts, query, posted, client, visitor, formToken);
    }

    /** A variable part of the page's path. */
    public String part(String name) {
        String value = parts.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The page's path has no part " + name);
        }
        return value;
    }

    /** Who is logged in, if anybody is. */
    public Optional<Visitor> loggedIn() {
        return Optional.ofNullable(visitor);
    }

    /** Who is logged in, on a page that asks for it. */
    public Visitor requireVisitor() {
        return loggedIn().orElseThrow(() -> new IllegalStateException("The page let somebody unknown in"));
    }

    /** Through whose eyes posts are seen. */
    public Viewer viewer() {
        Visitor who = visitor;
        return who != null && who.ofSite() ? Viewer.member(who.name()) : Viewer.ANYBODY;
    }
}
