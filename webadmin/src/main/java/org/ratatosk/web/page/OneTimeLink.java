package org.ratatosk.web.page;

import java.util.Map;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Stages;
import org.ratatosk.web.view.QrSvg;

/** Shows an admin, once, the link with which somebody sets their password. Immutable. */
final class OneTimeLink {
    private OneTimeLink() {}

    /** Makes a link for an account and shows it; {@code fresh} if the account is new. */
    static Answer show(Site site, Call call, Jid jid, boolean fresh) {
        String secret = Stages.await(site.admin().createLink(LinkPages.SET_PASSWORD, jid));
        String link = LinkPages.address(site, LinkPages.SET_PASSWORD, secret);
        Map<String, Object> model = Map.of(
                "tab",
                "members",
                "jid",
                jid.toString(),
                "member",
                MemberPage.path(jid.local().orElse("")),
                "link",
                link,
                "qr",
                QrSvg.of(link),
                "fresh",
                fresh);
        return LinkPages.secret(Console.show(site, call, 200, "OneTimeLink.ftlh", "One-time link", model));
    }
}
