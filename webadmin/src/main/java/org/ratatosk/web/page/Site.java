package org.ratatosk.web.page;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.Bridge;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.web.auth.Secrets;
import org.ratatosk.web.auth.Visitor;
import org.ratatosk.web.auth.WebSessions;
import org.ratatosk.web.view.Templates;
import org.ratatosk.web.view.Time;

/**
 * What the pages share. Immutable.
 *
 * @param admin the server
 * @param bridge the site
 * @param sessions the logins on the web
 * @param secrets for keys of forms
 * @param templates the templates beside the pages
 * @param assets style and pictures
 * @param clock the time
 * @param zone in which times are shown
 * @param consoleUrl where the console is, once the doors are open
 */
public record Site(
        Admin admin,
        Bridge bridge,
        WebSessions sessions,
        Secrets secrets,
        Templates templates,
        Assets assets,
        InstantSource clock,
        ZoneId zone,
        Supplier<Optional<String>> consoleUrl) {
    /** Where the journal's pages stand. */
    public Links links() {
        return new Links(bridge.siteUrl());
    }

    Time time(Instant at) {
        return Time.of(at, clock.instant(), zone);
    }

    @Nullable
    Time timeOrNull(@Nullable Instant at) {
        return Time.ofNullable(at, clock.instant(), zone);
    }

    /** Renders a page's template with what every page shows around it. */
    String render(Call call, String template, String title, Map<String, Object> model) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("frame", frame(call, title));
        all.put("formToken", call.formToken());
        Done.sentence(call.query().text("done")).ifPresent(sentence -> all.put("done", sentence));
        return templates.render(template, all);
    }

    private Frame frame(Call call, String title) {
        Optional<Visitor> visitor = call.loggedIn();
        return new Frame(
                bridge.siteName(),
                title,
                assets.stylePath(),
                call.path(),
                bridge.bot().toString(),
                visitor.map(who -> who.ofSite() ? who.name() : who.jid().toString())
                        .orElse(null),
                visitor.filter(Visitor::ofSite)
                        .map(who -> Links.journalPath(who.name()))
                        .orElse(null),
                visitor.map(who -> who.isAdmin() && call.client().showsConsole())
                        .orElse(false),
                visitor.map(who -> who.jid().domain()).orElse(""));
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
     * @param journal path of the visitor's own journal, or {@code null} if the visitor is no member of the site
     * @param console whether the way to the console is shown
     * @param domain of the visitor, or empty
     */
    public record Frame(
            String site,
            String title,
            String style,
            String path,
            String bot,
            @Nullable String who,
            @Nullable String journal,
            boolean console,
            String domain) {}
}
