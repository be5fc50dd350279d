package org.ratatosk.server.feature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.stanza.StanzaError.Condition;
import org.ratatosk.server.stanza.StanzaException;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchiveStore.Filter;
import org.ratatosk.server.store.ArchiveStore.Page;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.WrittenSize;

/**
 * A search of an archive as a client asked for it: fields of a form (XEP-0313 section 4.1) and a page (XEP-0059). Immutable.
 *
 * @param queryId what results carry, or {@code null}
 * @param filter what to look for
 * @param afterId a message that must be there, or {@code null}
 * @param beforeId a message that must be there, or {@code null}
 * @param ids the messages that are asked for, all of which must be there; empty to look for any
 * @param flipped whether the newest of the page comes first
 */
record ArchiveQuery(
        @Nullable String queryId,
        Filter filter,
        @Nullable String afterId,
        @Nullable String beforeId,
        Set<String> ids,
        boolean flipped) {
    private static final String VALIDATE = "http://jabber.org/protocol/xdata-validate";

    static final Element FORM = Forms.form("form", Archive.QUERY.ns())
            .child(Forms.field("jid-single", "with", List.of()))
            .child(Forms.field("text-single", "start", List.of()))
            .child(Forms.field("text-single", "end", List.of()))
            .child(Forms.field("text-single", "before-id", List.of()))
            .child(Forms.field("text-single", "after-id", List.of()))
            .child(Element.builder(Forms.NS, "field")
                    .attr("type", "list-multi")
                    .attr("var", "ids")
                    .child(Element.builder(VALIDATE, "validate")
                            .attr("datatype", "xs:string")
                            .child(Element.of(VALIDATE, "open"))
                            .build())
                    .build())
            .build();

    private static final String RSM = "http://jabber.org/protocol/rsm";
    private static final Set<String> FIELDS =
            Set.of("FORM_TYPE", "with", "start", "end", "before-id", "after-id", "ids");
    private static final int USUAL_PAGE = 50;
    private static final long MAX_BYTES = 1024 * 1024;

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
        Set<String> ids = ids(query, maxPage);
        if (!ids.isEmpty()
                && fields.keySet().stream().anyMatch(name -> !name.equals("ids") && !name.equals("FORM_TYPE"))) {
            throw new StanzaException(Condition.FEATURE_NOT_IMPLEMENTED, "With ids no other field can be used");
        }
        boolean flipped = query.child(Archive.QUERY.ns(), "flip-page").isPresent();
        return new ArchiveQuery(query.attr("queryid").orElse(null), filter, afterId, beforeId, ids, flipped);
    }

    private static Set<String> ids(Element query, int maxPage) {
        Set<String> ids = query.child(Forms.NS, "x").stream()
                .flatMap(form -> form.children(Forms.NS, "field").stream())
                .filter(field -> field.attr("var").equals(Optional.of("ids")))
                .flatMap(field -> field.children(Forms.NS, "value").stream())
                .map(Element::text)
                .collect(Collectors.toUnmodifiableSet());
        if (ids.size() > maxPage) {
            throw new StanzaException(
                    Condition.POLICY_VIOLATION, "At most " + maxPage + " ids can be asked for at once");
        }
        return ids;
    }

    /** What is found; empty if a message is not there that the search names. */
    Optional<Page> read(ArchiveStore archive, Jid owner) {
        if (!ids.isEmpty()) {
            return named(archive, owner);
        }
        boolean known = (afterId == null || archive.contains(owner, afterId))
                && (beforeId == null || archive.contains(owner, beforeId));
        return known ? ArchivePage.read(archive, owner, filter) : Optional.empty();
    }

    private Optional<Page> named(ArchiveStore archive, Jid owner) {
        List<ArchivedMessage> found = archive.find(owner, ids);
        if (found.size() < ids.size()) {
            return Optional.empty();
        }
        long bytes = found.stream()
                .mapToLong(message -> WrittenSize.of(message.message()))
                .sum();
        if (bytes > MAX_BYTES && found.size() > 1) {
            throw new StanzaException(Condition.POLICY_VIOLATION, "That is too much at once; ask for fewer messages");
        }
        return Optional.of(new Page(found, found.size(), 0, true));
    }

    /** The first message of an archive and the last one; nothing if it is empty. */
    static List<ArchivedMessage> ends(ArchiveStore archive, Jid owner) {
        return Stream.of(false, true)
                .map(backwards -> new Filter(null, null, null, null, null, backwards, 1))
                .flatMap(filter -> archive.query(owner, filter).stream())
                .flatMap(page -> page.messages().stream())
                .toList();
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
