package org.ratatosk.bridge.bot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tags;

/**
 * A post as it is written in a chat line: {@code [Subject]} first, then header lines, then text; the subject may also stand
 * after the header lines. What looks like a security line and is not understood means private. Immutable.
 *
 * @param title the subject, possibly empty
 * @param security who may see it, or {@code null} if no line said so
 * @param tags cleaned
 * @param mood possibly empty
 * @param text what is left, stripped
 * @param notes what the writer should know, a sentence each
 */
record PostForm(
        String title, @Nullable Security security, List<String> tags, String mood, String text, List<String> notes) {
    private static final Pattern SUBJECT = Pattern.compile("\\[([^\\]\\n]*)\\](.*)", Pattern.DOTALL);
    private static final Pattern HEADER =
            Pattern.compile("(\\p{L}{3,12})[ \\t]*:(?!//)([^\\n]*)(?:\\n(.*))?", Pattern.DOTALL);

    static PostForm read(String args) {
        return new Reader(args.replace("\r\n", "\n").replace('\r', '\n').strip()).read();
    }

    /** Who may see a post, by the words that people use; nothing if the word is unknown. */
    static Optional<Security> security(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "public", "everybody", "everyone", "all" -> Optional.of(Security.PUBLIC);
            case "friends", "contacts" -> Optional.of(Security.FRIENDS);
            case "private", "me", "nobody" -> Optional.of(Security.PRIVATE);
            default -> Optional.empty();
        };
    }

    /** Takes the beginning off, piece by piece. Confined to one call. */
    private static final class Reader {
        private String rest;
        private @Nullable String title;
        private @Nullable Security security;
        private final List<String> tags = new ArrayList<>();
        private String mood = "";
        private final List<String> notes = new ArrayList<>();

        private Reader(String rest) {
            this.rest = rest;
        }

        private PostForm read() {
            boolean more = true;
            while (more) {
                more = (title == null && subject()) || header();
            }
            return new PostForm(
                    title == null ? "" : title,
                    security,
                    tags.stream().distinct().toList(),
                    mood,
                    rest.strip(),
                    List.copyOf(notes));
        }

        private boolean subject() {
            Matcher form = SUBJECT.matcher(rest);
            if (!form.matches()) {
                return false;
            }
            title = form.group(1).strip();
            rest = form.group(2).stripLeading();
            return true;
        }

        private boolean header() {
            Matcher form = HEADER.matcher(rest);
            if (!form.matches()
                    || !take(
                            form.group(1).toLowerCase(Locale.ROOT),
                            form.group(2).strip())) {
                return false;
            }
            rest = form.group(3) == null ? "" : form.group(3).stripLeading();
            return true;
        }

        private boolean take(String name, String value) {
            if (name.equals("tags") || name.equals("tag")) {
                tags.addAll(Tags.list(value));
            } else if (name.equals("mood")) {
                mood = value;
            } else if (name.equals("security")) {
                restrict(security(value)
                        .orElseGet(() -> unknown("I do not know the security \"" + cut(value)
                                + "\" (there are public, friends and private)")));
            } else if (distance(name, "security") <= 2) {
                restrict(unknown("I took \"" + name + ":\" for a security line that is misspelt"));
            } else {
                return false;
            }
            return true;
        }

        private Security unknown(String why) {
            notes.add(why + ", so the post is private: only you can see it.");
            return Security.PRIVATE;
        }

        private void restrict(Security wanted) {
            @Nullable Security before = security;
            security = before == null || wanted.compareTo(before) > 0 ? wanted : before;
        }

        private static String cut(String value) {
            return value.codePointCount(0, value.length()) <= 40
                    ? value
                    : value.substring(0, value.offsetByCodePoints(0, 40)) + "…";
        }

        /** How many letters have to be changed, added or left out to make one word of the other. */
        private static int distance(String a, String b) {
            int[] row = new int[b.length() + 1];
            for (int j = 0; j <= b.length(); j++) {
                row[j] = j;
            }
            for (int i = 1; i <= a.length(); i++) {
                int diagonal = row[0];
                row[0] = i;
                for (int j = 1; j <= b.length(); j++) {
                    int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    diagonal = row[j];
                    row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
                }
            }
            return row[b.length()];
        }
    }
}
