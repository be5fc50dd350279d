package org.ratatosk.bridge.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.cms.Tags;
import org.ratatosk.bridge.remote.RemoteCms.Changes;
import tools.jackson.databind.JsonNode;

/**
 * What has changed in a WordPress that keeps no list of it: posts by the date of their change, the trash included, and of the latest
 * comments those that are otherwise than when they were last looked at. Seconds are read twice, since more can happen in one. One
 * reading at a time.
 */
final class WordPressChanges {
    private static final int PAGE = 100;
    private static final Duration OVERLAP = Duration.ofSeconds(2);
    private static final String STATES = "publish,private,draft,pending,future,trash";
    private static final String POST_FIELDS =
            "id,status,link,author,title,content,date_gmt,modified_gmt,tags,_links,_embedded&_embed=wp:term";
    private static final String COMMENT_FIELDS = "id,post,parent,author,author_name,date_gmt,content,link,status";

    private final WordPressSite site;

    /** The latest comments as they were when they were last looked at. */
    private final Map<Long, String> comments = new HashMap<>();

    WordPressChanges(WordPressSite site) {
        this.site = site;
    }

    synchronized Changes after(String cursor) {
        JsonNode place = Json.read(cursor).orElseGet(Json::object);
        String after = Json.text(place, "after");
        long page = Math.max(1, WordPressSite.number(place, "page"));
        String since = after.isEmpty() ? "" : "&modified_after=" + WordPressSite.encoded(after);
        JsonNode posts = site.read(
                "/wp/v2/posts",
                "context=edit&status=" + STATES + "&orderby=modified&order=asc&per_page=" + PAGE + "&page=" + page
                        + "&_fields=" + POST_FIELDS + since);
        List<Change> changes = new ArrayList<>();
        String last = after;
        for (JsonNode post : posts) {
            changes.add(post(post));
            last = site.time(post, "modified_gmt").minus(OVERLAP).toString();
        }
        boolean more = posts.size() == PAGE;
        if (!more) {
            changes.addAll(comments());
        }
        long next = more && last.equals(after) ? page + 1 : 1;
        return new Changes(
                changes, Json.object().put("after", last).put("page", next).toString(), more);
    }

    private Change post(JsonNode post) {
        String id = site.id('p', WordPressSite.number(post, "id"));
        Instant changed = site.time(post, "modified_gmt");
        String status = Json.text(post, "status");
        Optional<String> author = site.login(WordPressSite.number(post, "author"));
        JsonNode content = post.get("content");
        JsonNode locked = content == null ? null : content.get("protected");
        boolean open = locked == null || !locked.asBoolean(false);
        if (author.isEmpty() || status.equals("trash")) {
            return new Change.PostGone(id, changed);
        }
        return new Change.PostChanged(
                id,
                Json.text(post, "link"),
                author.get(),
                PlainText.line(WordPressSite.plain(post, "title")),
                WordPressSite.plain(post, "content"),
                status.equals("publish") && open ? Security.PUBLIC : Security.PRIVATE, // until then its author's
                tags(post),
                site.time(post, "date_gmt"),
                changed);
    }

    private static List<String> tags(JsonNode post) {
        List<String> tags = new ArrayList<>();
        for (JsonNode terms : post.path("_embedded").path("wp:term")) {
            for (JsonNode term : terms) {
                String tag = Tags.clean(PlainText.line(PlainText.of(Json.text(term, "name"))))
                        .replace(',', ' ')
                        .strip();
                if (Json.text(term, "taxonomy").equals("post_tag") && !tag.isEmpty()) {
                    tags.add(tag);
                }
            }
        }
        return tags;
    }

    /** What is otherwise with the latest comments than it was, by the website's clock. */
    private List<Change> comments() {
        Map<Long, JsonNode> now = new TreeMap<>();
        Instant at = site.time();
        long oldest = 0;
        for (String status : List.of("all", "spam", "trash")) {
            JsonNode page = site.read(
                    "/wp/v2/comments",
                    "context=edit&type=comment&orderby=id&order=desc&per_page=" + PAGE + "&status=" + status
                            + "&_fields=" + COMMENT_FIELDS);
            for (JsonNode comment : page) {
                now.put(WordPressSite.number(comment, "id"), comment);
            }
            if (page.size() == PAGE) {
                oldest = Math.max(oldest, WordPressSite.number(page.get(PAGE - 1), "id"));
            }
        }
        List<Change> changes = new ArrayList<>();
        now.forEach((number, comment) -> {
            String state = comment.toString();
            if (!state.equals(comments.put(number, state))) {
                changes.add(comment(number, comment, at));
            }
        });
        long least = oldest;
        for (long known : List.copyOf(comments.keySet())) {
            if (known >= least && !now.containsKey(known)) {
                changes.add(new Change.CommentGone(site.id('c', known), at));
            }
            if (!now.containsKey(known)) {
                comments.remove(known);
            }
        }
        return changes;
    }

    private Change comment(long number, JsonNode comment, Instant at) {
        String id = site.id('c', number);
        Comment.@Nullable State state = switch (Json.text(comment, "status")) {
            case "approved" -> Comment.State.SHOWN;
            case "hold" -> Comment.State.HELD;
            case "spam" -> Comment.State.SPAM;
            default -> null;
        };
        if (state == null) {
            return new Change.CommentGone(id, at);
        }
        if (state == Comment.State.SPAM) {
            return new Change.CommentJudged(
                    id, state, at); // what comes in as spam is none of ours until it is approved
        }
        long parent = WordPressSite.number(comment, "parent");
        Optional<String> member = site.login(WordPressSite.number(comment, "author"));
        String shown = PlainText.line(PlainText.of(Json.text(comment, "author_name")));
        return new Change.CommentChanged(
                id,
                Json.text(comment, "link"),
                site.id('p', WordPressSite.number(comment, "post")),
                parent == 0 ? null : site.id('c', parent),
                member.orElse(shown.isEmpty() ? "somebody" : shown),
                member.isPresent(),
                WordPressSite.plain(comment, "content"),
                state,
                site.time(comment, "date_gmt"),
                at);
    }
}
