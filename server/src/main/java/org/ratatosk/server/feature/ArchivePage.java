package org.ratatosk.server.feature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.ArchiveStore;
import org.ratatosk.server.store.ArchiveStore.Filter;
import org.ratatosk.server.store.ArchiveStore.Page;
import org.ratatosk.server.store.ArchivedMessage;
import org.ratatosk.server.xml.XmlWriter;

/** A page of an archive, read in pieces, so that large messages make it shorter than was asked for. Confined to one read. */
final class ArchivePage {
    private static final int PIECE = 25;
    private static final int MAX_CHARS = 1024 * 1024;
    private final Filter wanted;
    private final List<ArchivedMessage> messages = new ArrayList<>();
    private long chars;
    private int firstIndex;

    private ArchivePage(Filter wanted) {
        this.wanted = wanted;
    }

    /**
     * The page, or its beginning in the direction of paging: as much as fits, and one message at least; empty if a message that
     * {@code wanted} names is not there.
     */
    static Optional<Page> read(ArchiveStore archive, Jid owner, Filter wanted) {
        ArchivePage page = new ArchivePage(wanted);
        Optional<Page> piece = archive.query(owner, page.next());
        boolean complete = piece.isPresent() && page.add(piece.get());
        while (piece.isPresent()
                && !complete
                && page.hasRoom()
                && !piece.get().messages().isEmpty()) {
            piece = archive.query(owner, page.next());
            complete = piece.isPresent() && page.add(piece.get());
        }
        if (wanted.backwards()) {
            Collections.reverse(page.messages);
        }
        boolean whole = complete;
        return piece.map(last -> new Page(page.messages, last.total(), page.firstIndex, whole));
    }

    private boolean hasRoom() {
        return messages.size() < wanted.max() && chars < MAX_CHARS;
    }

    private Filter next() {
        String last =
                messages.isEmpty() ? null : messages.get(messages.size() - 1).id();
        return new Filter(
                wanted.with(),
                wanted.start(),
                wanted.end(),
                last == null || wanted.backwards() ? wanted.after() : last,
                last == null || !wanted.backwards() ? wanted.before() : last,
                wanted.backwards(),
                Math.min(PIECE, wanted.max() - messages.size()));
    }

    /** Takes what there is room for; whether nothing is left after it. */
    private boolean add(Page piece) {
        List<ArchivedMessage> found = new ArrayList<>(piece.messages());
        if (wanted.backwards()) {
            Collections.reverse(found);
        }
        boolean first = messages.isEmpty();
        int taken = 0;
        for (ArchivedMessage message : found) {
            if (chars >= MAX_CHARS) {
                break;
            }
            messages.add(message);
            chars += XmlWriter.toXml(message.message()).length();
            taken++;
        }
        if (wanted.backwards()) {
            firstIndex = piece.firstIndex() + found.size() - taken;
        } else if (first) {
            firstIndex = piece.firstIndex();
        }
        return taken == found.size() && piece.complete();
    }
}
