package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.Authorship;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.PostDraft;
import org.ratatosk.bridge.cms.Security;
import org.ratatosk.bridge.identity.Identity.Right;

/** {@code edit #n text}: other words for an own post or comment. A correction (XEP-0308) comes here too. Thread-safe. */
public final class EditCommand implements Command {
    private final CmsAdapter cms;
    private final Authorship authorship;

    /**
     * @param cms where posts are
     * @param authorship who may change what
     */
    public EditCommand(CmsAdapter cms, Authorship authorship) {
        this.cms = cms;
        this.authorship = authorship;
    }

    @Override
    public List<String> names() {
        return List.of("edit");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "edit #NUMBER TEXT";
    }

    @Override
    public String summary() {
        return "Puts other words in the place of a post or comment of yours.";
    }

    @Override
    public String details() {
        return """
                A post is written as with "post": [Subject], header lines, text. All of it counts; only without a "security:" line \
                the post stays for whom it was. Simpler: correct your message with your client, or its last correction.
                Who heard of it already is not told again.""";
    }

    @Override
    public boolean once() {
        return true;
    }

    @Override
    public String run(Request request) {
        ReplyCommand.Form form = ReplyCommand.Form.read(request.args())
                .orElseThrow(() -> new CmsException("Which number, and what shall it say? Write: " + usage(), false));
        long number = form.number();
        Authorship.Writer writer = Rights.writer(request);
        Optional<Post> post = authorship.post(writer, number);
        if (post.isPresent()) {
            Rights.need(request, Right.POST, "change posts");
            return changed(post.get(), PostForm.read(form.text()), request.key());
        }
        Comment comment = authorship
                .comment(writer, number)
                .orElseThrow(() -> new CmsException("There is no #" + number + " of yours.", false));
        Rights.need(request, Right.COMMENT, "change comments");
        return changed(comment, form.text(), request.key());
    }

    private String changed(Post was, PostForm form, String key) {
        if (form.text().isEmpty()) {
            throw new CmsException("There is no text, so post #" + was.number() + " stays as it is.", false);
        }
        Security security = form.security() == null ? was.security() : form.security();
        PostDraft draft = new PostDraft(was.author(), form.title(), form.text(), security, form.tags(), form.mood());
        Post post = cms.update(was.number(), draft, key);
        StringBuilder text = new StringBuilder(
                "Post #" + post.number() + " is changed, " + PostCommand.seenBy(post) + ": " + post.link());
        form.notes().forEach(note -> text.append('\n').append(note));
        return text.toString();
    }

    private String changed(Comment was, String text, String key) {
        Comment comment = authorship.change(was, text, key);
        return "Comment #" + comment.number() + " is changed"
                + (comment.state() == Comment.State.SHOWN ? ": " + comment.link() : " and waits to be looked at.");
    }
}
