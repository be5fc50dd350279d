package org.ratatosk.bridge.alerts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Event;
import org.ratatosk.bridge.cms.Post;

/**
 * The words of an alert: author, title, number, excerpt, link. Immutable.
 *
 * @param authorName how a member is shown
 */
record AlertText(java.util.function.UnaryOperator<String> authorName) {
    private static final int EXCERPT = 200;
    private static final int TITLE = 100;
    private static final int ANNOUNCED = 1_000;

    /**
     * The words for a recipient.
     *
     * @param recipient the member's name, or {@code null} for an address that belongs to nobody
     */
    String body(PostNews news, @Nullable String recipient) {
        Optional<Comment> comment = news.comment();
        return comment.isPresent() ? commented(news, comment.get(), recipient) : posted(news.post());
    }

    /** The words for the author of what somebody likes. */
    String body(LikeNews news, @Nullable String recipient) {
        Post post = news.post();
        String liked = news.comment()
                .map(comment -> "your comment on " + place(post, comment, recipient))
                .orElse("your post " + (post.title().isBlank() ? "#" + post.number() : titled(post, post.number())));
        String text = news.comment().map(Comment::text).orElse(post.text());
        return authorName.apply(news.event().actor()) + " likes " + liked + ": " + excerpt(text, EXCERPT) + " "
                + news.link();
    }

    /** The words of a notice. */
    String body(Notice notice) {
        if (notice.isList()) {
            return notice.text();
        }
        String title = excerpt(notice.title(), TITLE);
        String who = notice.about().isEmpty() ? "" : authorName.apply(notice.about());
        String words = switch (notice.target()) {
            case BEFRIENDED -> who + " has added you as a friend.";
            case DEFRIENDED -> who + " has you as a friend no longer.";
            case ACCEPTED -> who + " agrees to be your friend.";
            default ->
                (title.isEmpty() ? "#" + notice.number() : title + " (#" + notice.number() + ")") + ": "
                        + excerpt(notice.text(), notice.recipient() == null ? ANNOUNCED : EXCERPT);
        };
        return (words + " " + notice.link()).strip();
    }

    private String posted(Post post) {
        String what = post.title().isBlank() ? "posted #" + post.number() : "posted " + titled(post, post.number());
        return authorName.apply(post.author()) + " " + what + ": " + excerpt(post.text(), EXCERPT) + " " + post.link();
    }

    private String commented(PostNews news, Comment comment, @Nullable String recipient) {
        String author = comment.authorIsMember() ? authorName.apply(comment.author()) : comment.author();
        String excerpt = excerpt(comment.text(), EXCERPT);
        if (news.event().type() == Event.Type.COMMENT_HELD) {
            return author + " wants to comment on " + place(news.post(), comment, recipient) + ": " + excerpt
                    + "\nOnly you see it. Answer \"approve\" or \"spam\", react with 👍 or 👎, or decide on the page: "
                    + comment.link();
        }
        boolean answered = news.parent()
                .filter(parent -> parent.authorIsMember() && parent.author().equals(recipient))
                .isPresent();
        String did = answered ? " answered your comment on " : " commented on ";
        return author + did + place(news.post(), comment, recipient) + ": " + excerpt + " " + comment.link();
    }

    private String place(Post post, Comment comment, @Nullable String recipient) {
        String whose = post.author().equals(recipient) ? "your post" : authorName.apply(post.author()) + "'s post";
        return post.title().isBlank()
                ? whose + " #" + post.number() + " (#" + comment.number() + ")"
                : whose + " " + titled(post, comment.number());
    }

    private static String titled(Post post, long number) {
        return "\"" + excerpt(post.title(), TITLE) + "\" (#" + number + ")";
    }

    /** The beginning of a text on one line, cut between words where that is possible, without what XML cannot carry. */
    static String excerpt(String text, int max) {
        StringBuilder folded = new StringBuilder();
        text.strip().codePoints().forEach(c -> {
            boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
            if (!blank && isXml(c)) {
                folded.appendCodePoint(c);
            } else if (blank && !folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        });
        String line = folded.toString().strip();
        if (line.codePointCount(0, line.length()) <= max) {
            return line;
        }
        String cut = line.substring(0, line.offsetByCodePoints(0, max));
        int space = cut.lastIndexOf(' ');
        return (space > cut.length() / 2 ? cut.substring(0, space) : cut) + "…";
    }

    private static boolean isXml(int c) {
        return c < 0xD800 || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }
}
