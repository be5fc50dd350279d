package org.ratatosk.trials.cms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.remote.RemoteCmsContract.Hand;

/**
 * Somebody on the pages of a WordPress. Immutable.
 *
 * @param before what stands before {@code p=NUMBER} in ids; empty if they are numbers alone
 * @param lasting whether comments are deleted for good; if not, they go into the trash
 */
record PagesHand(WordPress site, String before, boolean lasting) implements Hand {
    String php(String code) {
        try {
            return site.php(code);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String id(char kind, String number) {
        return before.isEmpty() ? number : before + kind + "=" + number;
    }

    private static String number(@Nullable String id) {
        return id == null ? "0" : id.replaceFirst(".*=", "");
    }

    private static String quoted(String text) {
        return "base64_decode('" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "')";
    }

    @Override
    public String post(String author, String title, String text) {
        return id('p', php("""
                echo wp_insert_post(['post_status' => 'publish', 'post_title' => %s, 'post_content' => %s,
                    'post_author' => get_user_by('login', '%s')->ID, 'comment_status' => 'open']);
                """.formatted(quoted(title), quoted(text), author)));
    }

    @Override
    public void edit(String post, String text) {
        php("wp_update_post(['ID' => %s, 'post_content' => %s]);".formatted(number(post), quoted(text)));
    }

    @Override
    public void delete(String post) {
        php("wp_trash_post(%s);".formatted(number(post)));
    }

    @Override
    public String comment(String author, String post, @Nullable String parent, String text) {
        return id('c', php("""
                $user = get_user_by('login', '%s');
                echo wp_insert_comment(['comment_post_ID' => %s, 'comment_parent' => %s, 'comment_content' => %s,
                    'user_id' => $user->ID, 'comment_author' => $user->display_name, 'comment_type' => 'comment']);
                """.formatted(author, number(post), number(parent), quoted(text))));
    }

    @Override
    public void editComment(String comment, String text) {
        php("wp_update_comment(['comment_ID' => %s, 'comment_content' => %s]);"
                .formatted(number(comment), quoted(text)));
    }

    @Override
    public void deleteComment(String comment) {
        php((lasting ? "wp_delete_comment(%s, true);" : "wp_trash_comment(%s);").formatted(number(comment)));
    }
}
