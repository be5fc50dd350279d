package org.ratatosk.server.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchiveStore.Filter;
import org.ratatosk.server.xml.Element;

/**
 * A search of an archive as a client asked for it: fields of a form (XEP-0313 section 4.1) and a page (XEP-0059). Immutable.
 *
 * @param queryId what results carry, or {@code null}
 * @param filter what to look for
 * @param afterId a message that must be there, or {@code null}
 * @param beforeId a message that must be there, or {@code null}
 */
record ArchiveQuery(
        @Nullable String queryId,
        Filter filter,
        @Nullable String afterId,
        @Nullable String beforeId) {
    static final Element FORM = Forms.form("form", Archive.QUERY.ns())
            .child(Forms.field("jid-single", "with", List.of()))
            .child(Forms.field("text-single", "start", List.of()))
            .child(Forms.field("text-single", "end", List.of()))
            .child(Forms.field("text-single", "before-id", List.of()))
            .child(Forms.field("text-single", "after-id", List.of()))
            .build();

    private static final String RSM = "http://jabber.org/protocol/rsm";
    private static final Set<String> FIELDS = Set.of("FORM_TYPE", "with", "start", "end", "before-id", "after-id");
    private static final int USUAL_PAGE = 50;

    /** @throws StanzaException if the search is not understood */
    static ArchiveQuery of(Element query, int maxPage) {
        Map<String, String> fields =
                query.child(Forms.NS, "x").map(Forms::values).orElse(Map.of());
        if (!FIELDS.containsAll(fields.keySet())
                || !fields.getOrDefault("FORM_TYPE", Archive.QUERY.ns()).equals(Archive.QUERY.ns())) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "The search has a field that is not known");
        }
        Optional<Element> set = query.child(RSM, "set");
        Optional<String> pageAfter = set.flatMap(s -> s.childText(RSM, "after"));
        Optional<String> pageBefore = set.flatMap(s -> s.childText(RSM, "before"));
        String afterId = fields.get("after-id");
        String beforeId = fields.get("before-id");
        Filter filter = new Filter(
                address(fields.get("with")),
                time(fields.get("start")),
                time(fields.get("end")),
                pageAfter.orElse(afterId),
                pageBefore.filter(id -> !id.isEmpty()).orElse(beforeId),
                pageBefore.isPresent(),
                max(set.flatMap(s -> s.childText(RSM, "max")), maxPage));
        return new ArchiveQuery(query.attr("queryid").orElse(null), filter, afterId, beforeId);
    }

    /** Whether the messages are there that the fields name. */
    boolean known(ArchiveStore archive, Jid owner) {
        return (afterId == null || archive.contains(owner, afterId))
                && (beforeId == null || archive.contains(owner, beforeId));
    }

    private static @Nullable Jid address(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Jid.parse(text)
                .orElseThrow(() -> new StanzaException(Condition.JID_MALFORMED, "'" + text + "' is no address"));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new StanzaException(Condition.BAD_REQUEST, "'" + text + "' is no time");
        }
    }

    private static int max(Optional<String> text, int maxPage) {
        try {
            int max = text.map(Integer::parseInt).orElse(USUAL_PAGE);
            if (max >= 0) {
                return Math.min(max, maxPage);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new StanzaException(Condition.BAD_REQUEST, "The size of the page is no number");
    }
}
