package org.ratatosk.web.page;

import java.util.Map;
import org.ratatosk.bridge.mail.EndPath;
import org.ratatosk.web.auth.Access;

/**
 * Ends the mails of whoever got one: each names this page with a token that nobody can guess. Looking at it changes nothing, as programs look
 * at the links in mails; a mail program's one click posts to it (RFC 8058). Immutable.
 */
public final class NoMailPage implements FormPage {
    private final Site site;

    /** For this site. */
    public NoMailPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return EndPath.PREFIX + "{token}";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public boolean isProvedByAddress() {
        return true;
    }

    @Override
    public Answer get(Call call) {
        if (site.bridge().mailboxes().byToken(call.part("token")).isEmpty()) {
            throw over();
        }
        return show(call, false);
    }

    @Override
    public Answer post(Call call) {
        if (!site.bridge().mailboxes().offByToken(call.part("token"))) {
            throw over();
        }
        return show(call, true);
    }

    private static Refusal over() {
        return new Refusal(410, "No e-mail comes by this link any more.");
    }

    private Answer show(Call call, boolean ended) {
        Map<String, Object> model = Map.of("ended", ended, "action", EndPath.PREFIX + call.part("token"));
        return LinkPages.secret(Answer.html(site.render(call, "NoMailPage.ftlh", "No more e-mail", model)));
    }
}
