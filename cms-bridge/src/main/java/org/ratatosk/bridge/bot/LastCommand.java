package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsAdapter;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.Reading;
import org.ratatosk.bridge.cms.ShownName;
import org.ratatosk.bridge.cms.Viewer;
import org.ratatosk.server.jid.JidEscaping;

/** {@code last [member]}: the newest posts that the caller may see. Thread-safe. */
public final class LastCommand implements Command {
    private static final int SHOWN = 5;
    private static final int EXCERPT = 100;

    private final CmsAdapter cms;
    private final Reading reading;

    /** @param reading what the caller may see */
    public LastCommand(CmsAdapter cms, Reading reading) {
        this.cms = cms;
        this.reading = reading;
    }

    @Override
    public List<String> names() {
        return List.of("last");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "last [MEMBER]";
    }

    @Override
    public String summary() {
        return "The newest posts, of everybody or of a member.";
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        String name = request.args().toLowerCase(Locale.ROOT);
        @Nullable
        String member = name.isEmpty()
                ? null
                : name.equals("me") ? caller.member().name() : named(name).name();
        List<Post> posts = reading.newest(member, Viewer.member(caller.member().name()), Long.MAX_VALUE, SHOWN);
        if (posts.isEmpty()) {
            return "There are no posts yet that you can see.";
        }
        StringBuilder text = new StringBuilder();
        posts.forEach(post -> text.append(text.isEmpty() ? "" : "\n\n").append(line(post)));
        return text.toString();
    }

    private Member named(String name) {
        return cms.member(name)
                .or(() -> JidEscaping.local(name).flatMap(cms::member))
                .orElseThrow(() -> new CmsException("There is no member " + name + " here.", false));
    }

    private static String line(Post post) {
        String title = post.title().isEmpty() ? "" : post.title() + ": ";
        return "#" + post.number() + " " + ShownName.login(post.author()) + ": " + title
                + Phrases.excerpt(post.text(), EXCERPT) + "\n" + post.link();
    }
}
