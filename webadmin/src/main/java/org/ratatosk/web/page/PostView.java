package org.ratatosk.web.page;

import freemarker.template.TemplateModel;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.ShownName;
import org.ratatosk.web.view.Excerpt;
import org.ratatosk.web.view.PostHtml;
import org.ratatosk.web.view.Time;

/**
 * A post as the templates show it. Immutable.
 *
 * @param number its number
 * @param path its page
 * @param title its subject, possibly empty
 * @param heading its subject, or its beginning
 * @param html its text, safe
 * @param cut whether the text is longer than what {@code html} shows
 * @param author as shown
 * @param authorPath the author's journal
 * @param initial of the author
 * @param tone one of eight colours of the author
 * @param published when
 * @param limited who else may see it, in words, or {@code null} if everybody may
 * @param tags its tags
 * @param mood possibly empty
 * @param comments how many comments the viewer sees
 */
public record PostView(
        long number,
        String path,
        String title,
        String heading,
        TemplateModel html,
        boolean cut,
        String author,
        String authorPath,
        String initial,
        int tone,
        Time published,
        @Nullable String limited,
        List<String> tags,
        String mood,
        int comments) {
    private static final int SHOWN_IN_LISTS = 1400;
    private static final int HEADING = 70;
    private static final int TONES = 8;

    /** The whole post, or its beginning for a list. */
    static PostView of(Site site, Post post, String author, int comments, boolean whole) {
        boolean cut = !whole && post.text().length() > SHOWN_IN_LISTS;
        return new PostView(
                post.number(),
                Links.postPath(post.number()),
                post.title(),
                heading(post),
                PostHtml.of(cut ? beginning(post.text()) : post.text()),
                cut,
                author,
                Links.journalPath(post.author()),
                initial(author),
                tone(post.author()),
                site.time(post.published()),
                limited(post.security()),
                post.tags(),
                post.mood(),
                comments);
    }

    /** The subject, or the beginning of the text. */
    static String heading(Post post) {
        return post.title().isBlank() ? Excerpt.of(post.text(), HEADING) : post.title();
    }

    /** How a member is shown. */
    static String author(Site site, String name) {
        return site.bridge()
                .member(name)
                .map(member -> ShownName.of(name, member.displayName()))
                .orElse(name);
    }

    static String initial(String name) {
        int end = name.isEmpty() ? 0 : name.offsetByCodePoints(0, 1);
        return name.substring(0, end).toUpperCase(Locale.ROOT);
    }

    static int tone(String name) {
        return Math.floorMod(name.hashCode(), TONES);
    }

    private static @Nullable String limited(Security security) {
        return switch (security) {
            case PUBLIC -> null;
            case FRIENDS -> "friends only";
            case PRIVATE -> "private";
        };
    }

    private static String beginning(String text) {
        int line = text.lastIndexOf('\n', SHOWN_IN_LISTS);
        int end = line > SHOWN_IN_LISTS / 2 ? line : text.lastIndexOf(' ', SHOWN_IN_LISTS);
        return text.substring(0, end > SHOWN_IN_LISTS / 2 ? end : SHOWN_IN_LISTS) + " …";
    }
}
