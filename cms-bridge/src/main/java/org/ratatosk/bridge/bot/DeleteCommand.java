package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Optional;
import org.ratatosk.bridge.cms.Authorship;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.identity.Identity.Right;

/** {@code delete #n}: takes an own post or comment away. A retraction (XEP-0424) comes here too. Thread-safe. */
public final class DeleteCommand implements Command {
    private final CmsAdapter cms;
    private final Authorship authorship;

    /**
     * @param cms where posts and comments are
     * @param authorship who may take away what
     */
    public DeleteCommand(CmsAdapter cms, Authorship authorship) {
        this.cms = cms;
        this.authorship = authorship;
    }

    @Override
    public List<String> names() {
        return List.of("delete");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "delete #NUMBER";
    }

    @Override
    public String summary() {
        return "Takes a post or comment of yours away.";
    }

    @Override
    public String details() {
        return "A post goes with the comments under it, and for good. Simpler: take your message back with your client."
                + " For what others wrote under your posts there are \"reject\" and \"spam\".";
    }

    @Override
    public boolean once() {
        return true;
    }

    @Override
    public String run(Request request) {
        long number = Numbers.only(request, "Which post or comment of yours? Write: " + usage());
        Authorship.Writer writer = Rights.writer(request);
        Optional<Post> post = authorship.post(writer, number);
        if (post.isPresent()) {
            Rights.need(request, Right.POST, "take posts away");
            cms.delete(number, request.key());
            return "Post #" + number + " is gone, with what stood under it.";
        }
        if (authorship.comment(writer, number).isEmpty()) {
            throw new CmsException("There is no #" + number + " of yours.", false);
        }
        Rights.need(request, Right.COMMENT, "take comments away");
        cms.delete(number, request.key());
        return "Comment #" + number + " is gone.";
    }
}
