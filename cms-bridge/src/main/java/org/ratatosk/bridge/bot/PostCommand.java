package org.ratatosk.bridge.bot;

import java.util.List;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity;

/** {@code post [Subject] text}: publishes in the caller's own journal. Thread-safe. */
public final class PostCommand implements Command {
    private final CmsAdapter cms;

    /** @param cms where it is published */
    public PostCommand(CmsAdapter cms) {
        this.cms = cms;
    }

    @Override
    public List<String> names() {
        return List.of("post");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "post [Subject] TEXT";
    }

    @Override
    public String summary() {
        return "Posts to your journal.";
    }

    @Override
    public String details() {
        return """
                The subject stands in brackets and can be left out. Between it and the text there may be header lines:

                post [A walk]
                security: friends
                tags: outdoors, spring
                mood: cheerful
                The text, with as many lines as you like.

                security is public, friends (those to whom you show your presence) or private. Without such a line your default \
                holds; a word that I do not know means private. "post: TEXT" works as well.""";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        return line.colon() || line.args().startsWith("[");
    }

    @Override
    public boolean once() {
        return true;
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        if (!caller.rights().contains(Identity.Right.POST)) {
            throw new CmsException(
                    "You may not post from " + caller.address() + ". Whoever logs in as "
                            + caller.member().name() + " at the site can allow it. Nothing was posted.",
                    false);
        }
        PostForm form = PostForm.read(request.args());
        if (form.text().isEmpty()) {
            throw new CmsException(
                    "There is no text, so nothing was posted. Write: post [Subject] TEXT (header lines like \"security: friends\""
                            + " stand on lines of their own, the text below them).",
                    false);
        }
        Security security = form.security() == null ? caller.member().defaultSecurity() : form.security();
        PostDraft draft =
                new PostDraft(caller.member().name(), form.title(), form.text(), security, form.tags(), form.mood());
        return answer(cms.publish(draft, request.key()), form.notes());
    }

    /** For whom a post is, in words for its author. */
    static String seenBy(Post post) {
        return switch (post.security()) {
            case PUBLIC -> "for everybody";
            case FRIENDS -> "for your friends";
            case PRIVATE -> "for you alone";
        };
    }

    private static String answer(Post post, List<String> notes) {
        StringBuilder text = new StringBuilder("Posted as #")
                .append(post.number())
                .append(", ")
                .append(seenBy(post))
                .append(": ")
                .append(post.link());
        notes.forEach(note -> text.append('\n').append(note));
        return text.toString();
    }
}
