package org.ratatosk.bridge.bot;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.CommentDraft;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.config.BridgeConfig.StrangerComments;
import org.ratatosk.bridge.identity.Identity;

/** {@code reply #n text}: comments on a post, or on a comment under it. An answer to an alert comes here too. Thread-safe. */
public final class ReplyCommand implements Command {
    /**
     * A number with words after it. Immutable.
     *
     * @param number of a post or comment
     * @param text not blank, stripped
     */
    record Form(long number, String text) {
        private static final Pattern WRITTEN = Pattern.compile("#?(\\d{1,18})\\s*:?\\s+(.*)", Pattern.DOTALL);

        static Optional<Form> read(String args) {
            Matcher form = WRITTEN.matcher(args);
            return form.matches() && !form.group(2).isBlank()
                    ? Optional.of(new Form(
                            Long.parseLong(form.group(1)), form.group(2).strip()))
                    : Optional.empty();
        }
    }

    private static final int STRANGER_PER_HOUR = 10;

    private final CmsAdapter cms;
    private final Reading reading;
    private final StrangerComments strangers;
    private final PerHour strangersComments;

    /**
     * @param reading what the caller may see
     * @param strangers what happens to comments from addresses that belong to nobody
     */
    public ReplyCommand(CmsAdapter cms, Reading reading, StrangerComments strangers, InstantSource clock) {
        this.cms = cms;
        this.reading = reading;
        this.strangers = strangers;
        this.strangersComments = new PerHour(clock, STRANGER_PER_HOUR);
    }

    @Override
    public List<String> names() {
        return List.of("reply");
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public String usage() {
        return "reply #NUMBER TEXT";
    }

    @Override
    public String summary() {
        return "Comments on a post or answers a comment; every alert tells its number.";
    }

    @Override
    public String details() {
        return "Simpler: answer an alert with your client's \"reply\".";
    }

    @Override
    public boolean once() {
        return true;
    }

    @Override
    public String run(Request request) {
        Form form = Form.read(request.args())
                .orElseThrow(
                        () -> new CmsException("Which number, and what do you want to say? Write: " + usage(), false));
        Viewer viewer = request.member()
                .map(caller -> Viewer.member(caller.member().name()))
                .orElse(Viewer.ANYBODY);
        checkRights(request);
        long number = form.number();
        Reading.Target target = reading.target(number, viewer)
                .orElseThrow(() -> new CmsException("There is no #" + number + " that you can see.", false));
        if (request.caller() == null && !strangersComments.take(request.sender())) {
            throw new CmsException(
                    "You have commented " + STRANGER_PER_HOUR
                            + " times within an hour; more is not possible from an address that"
                            + " belongs to no member. Please go on later.",
                    true);
        }
        CommentDraft draft = new CommentDraft(
                target.post().number(),
                target.parent(),
                request.member()
                        .map(c -> c.member().name())
                        .orElse(request.sender().toString()),
                request.caller() != null,
                form.text(),
                request.caller() == null && strangers == StrangerComments.MODERATED);
        return answer(cms.comment(draft, request.key()), target.post());
    }

    private void checkRights(Request request) {
        if (request.caller() == null && strangers == StrangerComments.OFF) {
            throw new CmsException(
                    "Here only members comment. If you are one, link this address: from your account here write to me: link "
                            + request.sender(),
                    false);
        }
        Optional<Caller> caller = request.member();
        if (caller.isPresent() && !caller.get().rights().contains(Identity.Right.COMMENT)) {
            throw new CmsException(
                    "You may not comment from " + caller.get().address() + ". Whoever logs in as "
                            + caller.get().member().name() + " at the site can allow it.",
                    false);
        }
    }

    private static String answer(Comment comment, Post post) {
        return switch (comment.state()) {
            case SHOWN -> "Your comment stands as #" + comment.number() + ": " + comment.link();
            case HELD ->
                "Thank you. Your comment #" + comment.number() + " waits until " + post.author() + " has looked at it.";
            case REJECTED, SPAM -> "Your comment #" + comment.number() + " is not shown.";
        };
    }
}
