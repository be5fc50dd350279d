package org.ratatosk.web.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ratatosk.web.view.Excerpt;
import org.ratatosk.web.view.PostHtml;

/** Writes an Atom document (RFC 4287). Confined to one thread. */
final class Atom {
    private static final int TITLE = 70;
    private final String siteUrl;
    private final StringBuilder out = new StringBuilder(16_384);

    /** What stands at the top: the feed's id and title, the path of its page and its own. */
    record Head(String id, String title, String page, String self) {}

    /**
     * A post or a comment.
     *
     * @param id for life
     * @param title possibly empty
     * @param text as it was written
     * @param link its page
     * @param author as shown
     * @param journal path of the author's journal, or {@code null} if there is none
     * @param tags possibly none
     * @param published when
     */
    record Entry(
            String id,
            String title,
            String text,
            String link,
            String author,
            @Nullable String journal,
            List<String> tags,
            Instant published) {}

    /** @param siteUrl before every path */
    Atom(String siteUrl) {
        this.siteUrl = siteUrl;
    }

    /** An id for life that no change of the site's address touches (RFC 4151). */
    static String tag(String domain, String date, String what) {
        return "tag:" + domain + "," + date + ":" + what;
    }

    void open(Head head, Instant updated) {
        out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
        element("id", head.id());
        element("title", head.title());
        element("updated", updated.toString());
        link("alternate", "text/html", siteUrl + head.page());
        link("self", "application/atom+xml", siteUrl + head.self());
        out.append("<generator>Ratatosk</generator>\n");
    }

    void entry(Entry entry) {
        out.append("<entry>\n");
        element("id", entry.id());
        element("title", entry.title().isBlank() ? Excerpt.of(entry.text(), TITLE) : entry.title());
        element("published", entry.published().toString());
        element("updated", entry.published().toString());
        link("alternate", "text/html", entry.link());
        out.append("<author>");
        element("name", entry.author());
        if (entry.journal() != null) {
            element("uri", siteUrl + entry.journal());
        }
        out.append("</author>\n");
        for (String tag : entry.tags()) {
            out.append("<category term=\"");
            text(tag);
            out.append("\"/>\n");
        }
        out.append("<content type=\"html\">");
        text(PostHtml.html(entry.text()));
        out.append("</content>\n</entry>\n");
    }

    String close() {
        return out.append("</feed>\n").toString();
    }

    private void element(String name, String value) {
        out.append('<').append(name).append('>');
        text(value);
        out.append("</").append(name).append(">\n");
    }

    private void link(String rel, String type, String address) {
        out.append("<link rel=\"").append(rel).append("\" type=\"").append(type).append("\" href=\"");
        text(address);
        out.append("\"/>\n");
    }

    /** Escapes, and leaves out what XML cannot hold at all (XML 1.0 section 2.2). */
    private void text(String value) {
        StringBuilder kept = new StringBuilder(value.length());
        value.codePoints().filter(Atom::isXml).forEach(kept::appendCodePoint);
        PostHtml.escape(out, kept.toString());
    }

    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd)
                || c >= 0x10000;
    }
}
