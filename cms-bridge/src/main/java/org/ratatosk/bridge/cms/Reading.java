package org.ratatosk.bridge.cms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The site as a viewer sees it: what a viewer may not see is not there. May block. Thread-safe. */
public final class Reading {
    private static final int PAGE = 50;
    private static final int PAGES = 40;

    /**
     * What a comment can answer.
     *
     * @param post the post under which the comment will stand
     * @param parent the comment that it answers, if it does not answer the post itself
     */
    public record Target(Post post, OptionalLong parent) {}

    private final CmsAdapter cms;
    private final Visibility visibility;

    /** @param visibility who may see what */
    public Reading(CmsAdapter cms, Visibility visibility) {
        this.cms = cms;
        this.visibility = visibility;
    }

    /** A post. */
    public Optional<Post> post(long number, Viewer viewer) {
        return cms.post(number).filter(post -> visibility.sees(viewer, post));
    }

    /** Some of the comments under a post, in order of numbers; none if there is no such post. */
    public List<Comment> comments(long number, Viewer viewer, int offset, int limit) {
        return cms.comments(number, states(number, viewer), offset, limit);
    }

    /** How many comments that a viewer may see under a post stand before a number. */
    public int commentsBefore(long post, Viewer viewer, long number) {
        return cms.commentsBefore(post, states(post, viewer), number);
    }

    /** The states in which a viewer may see comments under a post; none if the viewer may not see the post. */
    private Set<Comment.State> states(long number, Viewer viewer) {
        return post(number, viewer)
                .map(post -> post.author().equals(viewer.memberName())
                        ? Set.of(Comment.State.SHOWN, Comment.State.HELD)
                        : Set.of(Comment.State.SHOWN))
                .orElse(Set.of());
    }

    /** How many comments a viewer may see under each of some posts; posts without any are left out. */
    public Map<Long, Integer> commentCounts(List<Post> posts, Viewer viewer) {
        Visibility.Look look = visibility.look();
        List<Post> seen = posts.stream().filter(post -> look.sees(viewer, post)).toList();
        Map<Long, Integer> counts = new HashMap<>(cms.countComments(numbers(seen), Comment.State.SHOWN));
        List<Post> own = seen.stream()
                .filter(post -> post.author().equals(viewer.memberName()))
                .toList();
        cms.countComments(numbers(own), Comment.State.HELD)
                .forEach((number, held) -> counts.merge(number, held, Integer::sum));
        return counts;
    }

    private static List<Long> numbers(List<Post> posts) {
        return posts.stream().map(Post::number).toList();
    }

    /** What stands under a number, be it a post or a comment. */
    public Optional<Target> target(long number, Viewer viewer) {
        Optional<Post> post = cms.post(number);
        if (post.isPresent()) {
            return post.filter(p -> visibility.sees(viewer, p)).map(p -> new Target(p, OptionalLong.empty()));
        }
        Optional<Comment> comment = cms.findComment(number);
        return comment.flatMap(c -> cms.post(c.post()))
                .filter(p -> visibility.sees(viewer, p, comment.orElseThrow()))
                .map(p -> new Target(p, OptionalLong.of(number)));
    }

    /** Posts of a member, or of everybody ({@code null}), newest first, before a number. */
    public List<Post> newest(@Nullable String member, Viewer viewer, long before, int limit) {
        List<Post> seen = new ArrayList<>();
        Set<String> strangers = new HashSet<>();
        Visibility.Look look = visibility.look();
        long from = before;
        for (int page = 0; page < PAGES; page++) {
            Sight sight = new Sight(viewer.memberName(), strangers);
            List<Post> some = member == null ? cms.latest(sight, from, PAGE) : cms.postsOf(member, sight, from, PAGE);
            for (Post post : some) {
                if (!look.sees(viewer, post)) {
                    strangers.add(post.author());
                } else if (seen.size() < limit) {
                    seen.add(post);
                }
            }
            if (seen.size() >= limit || some.size() < PAGE) {
                break;
            }
            from = some.get(some.size() - 1).number();
        }
        return List.copyOf(seen);
    }
}
