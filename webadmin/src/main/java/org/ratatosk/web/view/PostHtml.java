package org.ratatosk.web.view;

import freemarker.template.TemplateModel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes HTML of what people write in a chat client: paragraphs, line breaks, links, quotes (lines that begin with {@code >}) and
 * preformatted blocks between lines of {@code ```}, as XEP-0393 section 4 has them. Everything written is escaped and the only
 * tags are those made here, so nothing has to be taken out afterwards. Immutable.
 */
public final class PostHtml {
    private static final Pattern LINK = Pattern.compile("(?:https?://|xmpp:|mailto:)[^\\s<>\"\\p{Cntrl}]+");
    private static final int LONGEST = 2_000;
    private static final String CLOSING = ".,;:!?'*_~";
    private static final String FENCE = "```";

    private PostHtml() {}

    /** A text as HTML that templates print as it is. */
    public static TemplateModel of(String text) {
        return Templates.safe(html(text));
    }

    /** A text as HTML. */
    public static String html(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        List<String> run = new ArrayList<>();
        boolean quoted = false;
        boolean fenced = false;
        for (String line : text.strip().split("\\r?\\n|\\r", -1)) {
            if (fenced ? line.strip().equals(FENCE) : line.startsWith(FENCE)) {
                flush(out, run, quoted, fenced);
                fenced = !fenced;
                quoted = false;
                continue;
            }
            boolean quote = !fenced && line.startsWith(">");
            if (quote != quoted) {
                flush(out, run, quoted, fenced);
                quoted = quote;
            }
            run.add(quote ? line.substring(1) : line);
        }
        flush(out, run, quoted, fenced);
        return out.toString();
    }

    private static void flush(StringBuilder out, List<String> run, boolean quoted, boolean fenced) {
        if (!run.isEmpty()) {
            if (fenced) {
                out.append("<pre><code>");
                escape(out, String.join("\n", run));
                out.append("</code></pre>\n");
            } else if (quoted) {
                out.append("<blockquote>");
                paragraphs(out, run);
                out.append("</blockquote>\n");
            } else {
                paragraphs(out, run);
            }
        }
        run.clear();
    }

    private static void paragraphs(StringBuilder out, List<String> lines) {
        boolean open = false;
        for (String line : lines) {
            if (line.isBlank()) {
                out.append(open ? "</p>\n" : "");
                open = false;
                continue;
            }
            out.append(open ? "<br>\n" : "<p>");
            inline(out, line.strip());
            open = true;
        }
        out.append(open ? "</p>\n" : "");
    }

    private static void inline(StringBuilder out, String line) {
        Matcher matcher = LINK.matcher(line);
        int from = 0;
        while (matcher.find()) {
            int end = end(line, matcher.start(), matcher.end());
            escape(out, line.substring(from, matcher.start()));
            if (end - matcher.start() > LONGEST) {
                escape(out, line.substring(matcher.start(), end));
            } else {
                link(out, line.substring(matcher.start(), end));
            }
            from = end;
        }
        escape(out, line.substring(from));
    }

    /** A link ends before the punctuation of the sentence that it stands in. */
    private static int end(String line, int start, int end) {
        int last = end;
        int open = line.indexOf('(', start);
        while (last > start) {
            char c = line.charAt(last - 1);
            boolean unopened = c == ')' && (open < 0 || open >= last - 1);
            if (CLOSING.indexOf(c) < 0 && !unopened) {
                return last;
            }
            last--;
        }
        return end;
    }

    private static void link(StringBuilder out, String address) {
        if (address.endsWith(":")) {
            escape(out, address);
            return;
        }
        out.append("<a href=\"");
        escape(out, address);
        out.append("\" rel=\"nofollow noopener ugc\">");
        escape(out, address);
        out.append("</a>");
    }

    /** Writes a text so that it is text, in an element as in a quoted attribute. */
    public static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
