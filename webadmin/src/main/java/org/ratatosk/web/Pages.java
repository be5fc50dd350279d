package org.ratatosk.web;

import java.util.List;
import org.ratatosk.web.page.FrontPage;
import org.ratatosk.web.page.JournalPage;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.PostPage;
import org.ratatosk.web.page.Site;
import org.ratatosk.web.page.StaticPage;

/** Everything that the web serves, one line each; the first whose path matches is taken. Immutable. */
public final class Pages {
    private Pages() {}

    /** The pages of a site. */
    public static List<Page> of(Site site) {
        return List.of(
                // the journal
                new FrontPage(site),
                new JournalPage(site),
                new PostPage(site),
                // what they are made of
                new StaticPage(site.assets()));
    }
}
