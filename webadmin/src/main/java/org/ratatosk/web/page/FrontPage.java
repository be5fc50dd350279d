package org.ratatosk.web.page;

import java.util.Map;
import org.ratatosk.web.auth.Access;

/** The newest posts of everybody. Immutable. */
public final class FrontPage implements Page {
    private final Site site;

    /** Shows this site. */
    public FrontPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        PostList list = PostList.of(site, call, (before, limit) -> site.bridge().latest(call.viewer(), before, limit));
        String description = "The newest posts on " + site.bridge().siteName() + ".";
        Meta meta = new Meta("website", description, site.links().site(), "/feed.atom");
        Map<String, Object> model = Map.of(
                "list",
                list,
                "meta",
                meta,
                "follow",
                Follow.command(site, "sub all"),
                "help",
                Follow.command(site, "help"));
        return Answer.html(site.render(call, "FrontPage.ftlh", site.bridge().siteName(), model))
                .cached(Answer.Cache.REVALIDATE);
    }
}
