package org.ratatosk.bridge.bot;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ratatosk.bridge.alerts.Trace;
import org.ratatosk.bridge.alerts.Tracing;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Comment;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.bridge.cms.Visibility;

/** {@code trace #n}: why the member did, or did not, get the news of something that the member may see. Thread-safe. */
public final class TraceCommand implements Command {
    private static final Pattern NUMBER = Pattern.compile("#?(\\d{1,18})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Tracing tracing;
    private final CmsAdapter cms;
    private final Visibility visibility;

    /**
     * @param tracing who finds out
     * @param cms where posts and comments are found
     * @param visibility what the member may see
     */
    public TraceCommand(Tracing tracing, CmsAdapter cms, Visibility visibility) {
        this.tracing = tracing;
        this.cms = cms;
        this.visibility = visibility;
    }

    @Override
    public List<String> names() {
        return List.of("trace");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "trace #NUMBER";
    }

    @Override
    public String summary() {
        return "Why you did, or did not, get an alert of something.";
    }

    @Override
    public String run(Request request) {
        String member = request.member().orElseThrow().member().name();
        long number = number(request);
        if (!sees(Viewer.member(member), number)) {
            throw new CmsException("There is no #" + number + " that you can see.", false);
        }
        Trace trace = tracing.trace(member, number, TIME::format);
        StringBuilder text = new StringBuilder(trace.sentence());
        for (Trace.Step step : trace.steps()) {
            text.append("\n- ");
            if (step.at() != null) {
                text.append(TIME.format(step.at())).append(": ");
            }
            text.append(step.text());
        }
        return text.toString();
    }

    private static long number(Request request) {
        Matcher number = NUMBER.matcher(request.args());
        if (number.matches()) {
            return Long.parseLong(number.group(1));
        }
        if (request.args().isEmpty() && request.answers().isPresent()) {
            return request.answers().getAsLong();
        }
        throw new CmsException("Write the number of a post or comment, as in \"trace #12\".", false);
    }

    private boolean sees(Viewer viewer, long number) {
        Optional<Post> post = cms.post(number);
        if (post.isPresent()) {
            return visibility.sees(viewer, post.get());
        }
        Optional<Comment> comment = cms.findComment(number);
        return comment.flatMap(c -> cms.post(c.post()))
                .filter(p -> visibility.sees(viewer, p, comment.get()))
                .isPresent();
    }
}
