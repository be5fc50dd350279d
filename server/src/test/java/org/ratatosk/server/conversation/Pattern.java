package org.ratatosk.server.conversation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.ratatosk.server.xml.Element;
import org.ratatosk.server.xml.Name;

/**
 * What a client has to receive. In an attribute value or text {@code {any}} stands for anything, {@code {word}} for what the word
 * stood for before or, the first time, for anything, which the word stands for from then on; an attribute of {@code {none}} must
 * not be there. More attributes and children than the pattern has are fine unless it is exact. Immutable.
 */
final class Pattern {
    private static final java.util.regex.Pattern WORD = java.util.regex.Pattern.compile("\\{([a-z0-9-]+)}");
    private final Element wanted;
    private final boolean exact;

    Pattern(Element wanted, boolean exact) {
        this.wanted = wanted;
        this.exact = exact;
    }

    /** The words with what they stand for afterwards, if the element matches. */
    Optional<Map<String, String>> match(Element actual, Map<String, String> words) {
        Map<String, String> found = new HashMap<>(words);
        return matches(wanted, Xml.normal(actual), found) ? Optional.of(found) : Optional.empty();
    }

    private boolean matches(Element pattern, Element actual, Map<String, String> words) {
        if (!pattern.name().equals(actual.name())) {
            return false;
        }
        for (Map.Entry<Name, String> attr : pattern.attrs().entrySet()) {
            Optional<String> value = actual.attr(attr.getKey());
            boolean fits = attr.getValue().equals("{none}")
                    ? value.isEmpty()
                    : value.isPresent() && matches(attr.getValue(), value.get(), words);
            if (!fits) {
                return false;
            }
        }
        if (exact && actual.attrs().size() > pattern.attrs().size()) {
            return false;
        }
        String text = pattern.text().strip();
        boolean textMatters = !text.isEmpty() || exact;
        return (!textMatters || matches(text, actual.text().strip(), words)) && childrenMatch(pattern, actual, words);
    }

    private boolean childrenMatch(Element pattern, Element actual, Map<String, String> words) {
        List<Element> left = new ArrayList<>(actual.children());
        for (Element child : pattern.children()) {
            if (!takeMatch(child, left, words)) {
                return false;
            }
        }
        return !exact || left.isEmpty();
    }

    private boolean takeMatch(Element child, List<Element> candidates, Map<String, String> words) {
        for (Element candidate : candidates) {
            Map<String, String> tried = new HashMap<>(words);
            if (matches(child, candidate, tried)) {
                words.putAll(tried);
                candidates.remove(candidate);
                return true;
            }
        }
        return false;
    }

    /** The words with what they stand for afterwards, if a text is as wanted; blank lines do not count. */
    static Optional<Map<String, String>> match(String wanted, String actual, Map<String, String> words) {
        Map<String, String> found = new HashMap<>(words);
        return matches(wanted, actual.strip().replaceAll("\\n\\s*\\n", "\n"), found)
                ? Optional.of(found)
                : Optional.empty();
    }

    private static boolean matches(String pattern, String actual, Map<String, String> words) {
        StringBuilder form = new StringBuilder();
        List<String> fresh = new ArrayList<>();
        Matcher word = WORD.matcher(pattern);
        int end = 0;
        while (word.find()) {
            form.append(quoted(pattern.substring(end, word.start())));
            end = word.end();
            String name = word.group(1);
            if (name.equals("any")) {
                form.append(".*");
            } else if (words.containsKey(name)) {
                form.append(quoted(words.get(name)));
            } else if (fresh.contains(name)) {
                form.append('\\').append(fresh.indexOf(name) + 1);
            } else {
                fresh.add(name);
                form.append("(.*)");
            }
        }
        form.append(quoted(pattern.substring(end)));
        Matcher found = java.util.regex.Pattern.compile(form.toString(), java.util.regex.Pattern.DOTALL)
                .matcher(actual);
        if (!found.matches()) {
            return false;
        }
        for (int i = 0; i < fresh.size(); i++) {
            words.put(fresh.get(i), found.group(i + 1));
        }
        return true;
    }

    private static String quoted(String literal) {
        return java.util.regex.Pattern.quote(literal);
    }

    /** A text with what words stand for. */
    static String fill(String text, Map<String, String> words) {
        return WORD.matcher(text).replaceAll(word -> {
            String value = words.get(word.group(1));
            return Matcher.quoteReplacement(value == null ? word.group() : value);
        });
    }

    @Override
    public String toString() {
        return (exact ? "exactly " : "") + wanted;
    }
}
