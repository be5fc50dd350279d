package org.ratatosk.web.page;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.web.view.Templates;

/**
 * What the pages share. Immutable.
 *
 * @param admin the server
 * @param bridge the site
 * @param templates the templates beside the pages
 * @param assets style and pictures
 * @param clock the time
 * @param zone in which times are shown
 */
public record Site(Admin admin, Bridge bridge, Templates templates, Assets assets, InstantSource clock, ZoneId zone) {
    /** Where the journal's pages stand. */
    Links links() {
        return new Links(bridge.siteUrl());
    }

    /** Renders a page's template with what every page shows around it. */
    String render(Call call, String template, String title, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("frame", frame(call, title));
        all.put("formToken", call.formToken());
        return templates.render(template, all);
    }

    private Frame frame(Call call, String title) {
        return new Frame(
                bridge.siteName(),
                title,
                assets.stylePath(),
                call.path(),
                bridge.bot().toString(),
                call.loggedIn()
                        .map(v -> v.ofSite() ? v.name() : v.jid().toString())
                        .orElse(null),
                call.loggedIn().map(v -> Links.journalPath(v.name())).orElse(null),
                call.loggedIn().map(v -> v.ofSite()).orElse(false),
                call.loggedIn()
                        .map(v -> v.isAdmin() && call.client().showsConsole())
                        .orElse(false));
    }

    /**
     * What every page shows. Immutable.
     *
     * @param site the site's name
     * @param title of the page
     * @param style path of the style sheet
     * @param path of the page
     * @param bot address of the bot
     * @param who is logged in, or {@code null}
     * @param journal path of the visitor's own journal, or {@code null}
     * @param member whether the visitor is a member of the site
     * @param console whether the way to the console is shown
     */
    public record Frame(
            String site,
            String title,
            String style,
            String path,
            String bot,
            @Nullable String who,
            @Nullable String journal,
            boolean member,
            boolean console) {}
}
