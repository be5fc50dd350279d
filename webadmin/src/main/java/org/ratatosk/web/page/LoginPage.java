package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.ThrottledException;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidEscaping;
import org.ratatosk.server.store.Account;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Client;
import org.ratatosk.web.auth.Cookies;
import org.ratatosk.web.auth.Paths;
import org.ratatosk.web.auth.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where members and admins log in, with the password that they use in their Jabber client. Immutable. */
public final class LoginPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(LoginPage.class);
    private static final String WRONG = "That name and password do not belong together.";

    private final Site site;

    /** For this site. */
    public LoginPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/login";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        if (call.visitor() != null) {
            boolean console = call.requireVisitor().isAdmin() && call.client().showsConsole();
            return Answer.seeOther(next(call.query().text("next"), console));
        }
        return show(call, 200, call.query().text("next"), "", null);
    }

    @Override
    public Answer post(Call call) {
        String name = call.form().text("name");
        String next = call.form().text("next");
        String address = call.client().addressText();
        Optional<Jid> jid = account(name);
        boolean right;
        // taken first: when the password is changed meanwhile, this login is one with the old password
        String version = jid.isPresent()
                ? Stages.await(site.admin().passwordVersion(jid.get().bare()))
                : "";
        try {
            right = jid.isPresent()
                    && jid.get().local().isPresent()
                    && isRight(jid.get().bare(), call);
        } catch (ThrottledException e) {
            return show(call, 429, next, name, e.getMessage());
        }
        if (!right) {
            LOG.info(
                    "Wrong password on the web for {} from {}",
                    jid.map(Jid::toString).orElse("no address"),
                    address);
            return show(call, 422, next, name, WRONG);
        }
        return enter(call, jid.get().bare(), version, next);
    }

    /** A name is an address, or the login name of an account of the site, whatever signs it holds. */
    private Optional<Jid> account(String name) {
        Optional<Jid> address = name.indexOf('@') < 0 ? Optional.empty() : Jid.parse(name);
        return address.isPresent()
                ? address
                : JidEscaping.account(name, site.bridge().siteDomain());
    }

    private boolean isRight(Jid jid, Call call) {
        String password = call.form().first("password").orElse("");
        return Stages.await(
                site.admin().checkPassword(jid, password, call.client().addressText()));
    }

    private Answer enter(Call call, Jid jid, String version, String next) {
        Client client = call.client();
        Optional<Account> account = Stages.await(site.admin().account(jid)).filter(Account::enabled);
        if (account.isEmpty()) {
            return show(call, 422, next, jid.toString(), WRONG);
        }
        boolean member = site.bridge().memberName(jid).isPresent();
        boolean admin = account.get().role() == Account.Role.ADMIN && client.showsConsole();
        if (!member && !admin) {
            return show(
                    call,
                    422,
                    next,
                    jid.toString(),
                    "This page is for members of " + site.bridge().siteDomain() + ".");
        }
        call.loggedIn().ifPresent(before -> site.sessions().end(before.session()));
        String key = site.sessions().begin(account.get(), version, client.addressText());
        if (admin) {
            LOG.info("Admin {} logged in to the console from {}", jid, client.addressText());
        }
        return Answer.seeOther(next(next, admin))
                .withCookie(Cookies.set(Cookies.LOGIN, key, client.secure()))
                .withCookie(Cookies.clear(Cookies.FORM, client.secure()));
    }

    /** Where to go afterwards: a path of ours, or else the start. */
    private static String next(String wanted, boolean console) {
        int query = wanted.indexOf('?');
        boolean ours =
                Paths.segments(query < 0 ? wanted : wanted.substring(0, query)).isPresent()
                        && wanted.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\' && c != '#');
        return ours ? wanted : console ? "/console" : "/";
    }

    private Answer show(Call call, int status, String next, String name, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("next", next);
        model.put("name", name);
        model.put("domain", site.bridge().siteDomain());
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "LoginPage.ftlh", "Log in", model));
    }
}
