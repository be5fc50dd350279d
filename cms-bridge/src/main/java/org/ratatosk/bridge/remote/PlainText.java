package org.ratatosk.bridge.remote;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** HTML as the plain text that a person would make of it: paragraphs, lines, points of lists, and where links lead. */
public final class PlainText {
    private PlainText() {}

    /** The text of some HTML; scripts and styles are no text. */
    public static String of(String html) {
        Element body = Jsoup.parseBodyFragment(html).body();
        body.select("script, style, template, noscript, head").remove();
        Lines lines = new Lines();
        body.traverse(lines);
        return lines.text();
    }

    /** One line of text, without whatever would break or hide it. */
    public static String line(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replaceAll("\\s+", " ").strip();
    }

    /** Gathers the text on the way through the elements. */
    private static final class Lines implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();
        private int wanted;

        String text() {
            return text.toString().strip();
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                add(words.isBlank() ? " " : words.getWholeText(), within(words, "pre"));
            } else if (node instanceof Element element) {
                switch (element.normalName()) {
                    case "br" -> text.append('\n');
                    case "li" -> {
                        apart(1);
                        add("* ", true);
                    }
                    case "img" -> add(element.attr("alt"), false);
                    default -> apart(distance(element));
                }
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (!(node instanceof Element element)) {
                return;
            }
            apart(distance(element));
            if (element.normalName().equals("a")) {
                String to = element.attr("href");
                if (to.matches("(https?|mailto|xmpp):.*") && !element.text().contains(to)) {
                    add(" <" + to + ">", true);
                }
            }
        }

        private static boolean within(Node node, String name) {
            return node.parent() instanceof Element parent && parent.closest(name) != null;
        }

        /** How many ends of lines stand before and after an element. */
        private static int distance(Element element) {
            return switch (element.normalName()) {
                case "p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "figure" -> 2;
                default -> element.isBlock() && !element.normalName().equals("body") ? 1 : 0;
            };
        }

        private void apart(int ends) {
            wanted = Math.max(wanted, ends);
        }

        private void add(String words, boolean exact) {
            String some = exact ? words : words.replaceAll("[ \\t\\r\\n\\f]+", " ");
            boolean begins = text.length() == 0 || wanted > 0 || text.charAt(text.length() - 1) == '\n';
            if (begins && !exact) {
                some = some.stripLeading();
            } else if (!exact && some.startsWith(" ") && text.charAt(text.length() - 1) == ' ') {
                some = some.substring(1);
            }
            if (some.isEmpty()) {
                return;
            }
            if (text.length() > 0 && wanted > 0) {
                while (text.length() > 0 && text.charAt(text.length() - 1) == ' ') {
                    text.setLength(text.length() - 1);
                }
                text.append("\n".repeat(wanted));
            }
            wanted = 0;
            text.append(some);
        }
    }
}
