package org.ratatosk.web.api;

import java.time.Instant;
import java.util.List;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.bridge.cms.Member;
import org.ratatosk.bridge.cms.Post;
import org.ratatosk.bridge.cms.ShownName;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.page.Answer;
import org.ratatosk.web.page.Call;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.Refusal;
import org.ratatosk.web.page.Site;

/** The newest posts as an Atom feed (RFC 4287), of everybody or of one member. Immutable. */
public final class FeedPage implements Page {
    private static final int ENTRIES = 20;
    private final Site site;
    private final boolean ofMember;

    private FeedPage(Site site, boolean ofMember) {
        this.site = site;
        this.ofMember = ofMember;
    }

    /** The feed of everybody's posts. */
    public static FeedPage ofSite(Site site) {
        return new FeedPage(site, false);
    }

    /** The feed of one member's posts. */
    public static FeedPage ofMember(Site site) {
        return new FeedPage(site, true);
    }

    @Override
    public String path() {
        return ofMember ? "/~{member}/feed.atom" : "/feed.atom";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        String name = site.bridge().siteName();
        if (!ofMember) {
            List<Post> posts = site.bridge().latest(call.viewer(), Long.MAX_VALUE, ENTRIES);
            return answer(new Atom.Head(tag("2026", "posts"), name, "/", "/feed.atom"), posts);
        }
        Member member = site.bridge()
                .member(Links.name(call.part("member")))
                .orElseThrow(() -> Refusal.notFound("Nobody of that name writes here."));
        String path = Links.journalPath(member.name());
        List<Post> posts = site.bridge().posts(member.name(), call.viewer(), Long.MAX_VALUE, ENTRIES);
        String title = ShownName.of(member.name(), member.displayName()) + " on " + name;
        return answer(new Atom.Head(tag("2026", path.substring(1)), title, path, path + "/feed.atom"), posts);
    }

    private Answer answer(Atom.Head head, List<Post> posts) {
        Atom atom = new Atom(site.bridge().siteUrl());
        Instant updated =
                posts.stream().map(Post::published).max(Instant::compareTo).orElse(Instant.EPOCH);
        atom.open(head, updated);
        for (Post post : posts) {
            String day = post.published().toString().substring(0, 10);
            String author = site.bridge()
                    .member(post.author())
                    .map(member -> ShownName.of(member.name(), member.displayName()))
                    .orElse(post.author());
            atom.entry(new Atom.Entry(
                    Atom.tag(site.bridge().siteDomain(), day, "posts/" + post.number()),
                    post.title(),
                    post.text(),
                    post.link(),
                    author,
                    Links.journalPath(post.author()),
                    post.tags(),
                    post.published()));
        }
        return Answer.text(200, "application/atom+xml;charset=utf-8", atom.close())
                .cached(Answer.Cache.REVALIDATE)
                .changed(updated);
    }

    private String tag(String date, String what) {
        return Atom.tag(site.bridge().siteDomain(), date, what);
    }
}
