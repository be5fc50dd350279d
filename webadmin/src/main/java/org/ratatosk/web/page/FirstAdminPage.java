package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.store.Account;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Behind the one-time link that the server prints: makes an account that is an admin of its domain. Immutable. */
public final class FirstAdminPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdminPage.class);
    private final Site site;

    /** For this site. */
    public FirstAdminPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/" + LinkPages.FIRST_ADMIN + "/{secret}";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        String domain =
                LinkPages.peek(site, LinkPages.FIRST_ADMIN, call.part("secret")).domain();
        return form(call, 200, domain, call.part("secret"), "admin", null);
    }

    @Override
    public Answer post(Call call) {
        String secret = call.part("secret");
        String domain = LinkPages.peek(site, LinkPages.FIRST_ADMIN, secret).domain();
        String name = call.form().text("name");
        String password = call.form().first("new").orElse("");
        String problem = Passwords.problem(password, call.form().first("again").orElse(""));
        Jid jid;
        try {
            jid = Jid.of(name, domain, null);
        } catch (JidException e) {
            return form(call, 422, domain, secret, name, e.getMessage() + ".");
        }
        if (problem == null && Stages.await(site.admin().account(jid)).isPresent()) {
            problem = "There is an account " + jid + " already. Choose another name.";
        }
        if (problem == null && jid.equals(site.bridge().bot())) {
            problem = "That is the bot's name. Choose another one.";
        }
        if (problem != null) {
            return form(call, 422, domain, secret, name, problem);
        }
        return LinkPages.use(
                site,
                LinkPages.FIRST_ADMIN,
                secret,
                () -> make(call, jid, password),
                (status, fresh, refused) -> form(call, status, domain, fresh, name, refused));
    }

    private Answer make(Call call, Jid jid, String password) {
        Stages.await(site.admin().createAccount(jid, Account.Role.ADMIN, password));
        if (site.bridge().memberName(jid).isPresent()) {
            site.bridge().memberAdded(jid);
        }
        LOG.info(
                "{} was set up as an admin by a one-time link from {}",
                jid,
                call.client().addressText());
        Optional<String> console = site.consoleUrl().get();
        Map<String, Object> model = SetPasswordPage.welcome(site, jid, console.orElse(null));
        return Answer.html(site.render(call, "WelcomePage.ftlh", "Welcome", model));
    }

    private Answer form(Call call, int status, String domain, String secret, String name, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("action", LinkPages.path(LinkPages.FIRST_ADMIN, secret));
        model.put("domain", domain);
        model.put("name", name);
        model.put("problem", problem);
        return LinkPages.secret(
                Answer.html(status, site.render(call, "FirstAdminPage.ftlh", "Set up the first admin", model)));
    }
}
