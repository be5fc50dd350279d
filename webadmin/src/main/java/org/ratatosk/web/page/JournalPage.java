package org.ratatosk.web.page;

import java.util.Map;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.web.auth.Access;

/** The posts of one member. Immutable. */
public final class JournalPage implements Page {
    private final Site site;

    /** Shows this site. */
    public JournalPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/~{member}";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        Member member = site.bridge()
                .member(Links.name(call.part("member")))
                .orElseThrow(() -> Refusal.notFound("Nobody of that name writes here."));
        PostList list = PostList.of(
                site, call, (before, limit) -> site.bridge().posts(member.name(), call.viewer(), before, limit));
        String author = PostView.author(site, member.name());
        String title = author + " on " + site.bridge().siteName();
        String path = Links.journalPath(member.name());
        Meta meta = new Meta(
                "profile", "The journal of " + author + ".", site.links().journal(member.name()), path + "/feed.atom");
        Map<String, Object> model = Map.of(
                "list",
                list,
                "meta",
                meta,
                "author",
                author,
                "name",
                member.name(),
                "path",
                path,
                "initial",
                PostView.initial(author),
                "tone",
                PostView.tone(member.name()),
                "follow",
                Follow.command(site, "sub " + member.name()));
        return Answer.html(site.render(call, "JournalPage.ftlh", title, model)).cached(Answer.Cache.REVALIDATE);
    }
}
