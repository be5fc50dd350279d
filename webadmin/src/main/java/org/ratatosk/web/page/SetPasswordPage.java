package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Stages;
import org.ratatosk.web.view.QrSvg;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Behind a one-time link: sets the password of an account, then says how to log in with a Jabber client. Immutable. */
public final class SetPasswordPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(SetPasswordPage.class);
    private final Site site;

    /** For this site. */
    public SetPasswordPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/" + LinkPages.SET_PASSWORD + "/{secret}";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        Jid jid = LinkPages.peek(site, LinkPages.SET_PASSWORD, call.part("secret"));
        return form(call, 200, jid, call.part("secret"), null);
    }

    @Override
    public Answer post(Call call) {
        String secret = call.part("secret");
        Jid jid = LinkPages.peek(site, LinkPages.SET_PASSWORD, secret);
        String password = call.form().first("new").orElse("");
        String problem = Passwords.problem(password, call.form().first("again").orElse(""));
        if (problem != null) {
            return form(call, 422, jid, secret, problem);
        }
        return LinkPages.use(
                site,
                LinkPages.SET_PASSWORD,
                secret,
                () -> set(call, jid, password),
                (status, fresh, refused) -> form(call, status, jid, fresh, refused));
    }

    private Answer set(Call call, Jid jid, String password) {
        Stages.await(site.admin().setPassword(jid, password, false));
        site.sessions().endAll(jid);
        LOG.info(
                "The password of {} was set by a one-time link from {}",
                jid,
                call.client().addressText());
        return Answer.html(site.render(call, "WelcomePage.ftlh", "Welcome", welcome(site, jid, null)));
    }

    /** What somebody needs to know whose account is ready. */
    static Map<String, Object> welcome(Site site, Jid jid, @Nullable String console) {
        Map<String, Object> model = new HashMap<>();
        model.put("jid", jid.toString());
        model.put("link", "xmpp:" + jid);
        model.put("qr", QrSvg.of("xmpp:" + jid));
        model.put("member", site.bridge().memberName(jid).isPresent());
        model.put("console", console);
        return model;
    }

    private Answer form(Call call, int status, Jid jid, String secret, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("jid", jid.toString());
        model.put("action", LinkPages.path(LinkPages.SET_PASSWORD, secret));
        model.put("problem", problem);
        return LinkPages.secret(
                Answer.html(status, site.render(call, "SetPasswordPage.ftlh", "Set your password", model)));
    }
}
