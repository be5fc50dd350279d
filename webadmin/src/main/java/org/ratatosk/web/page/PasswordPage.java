package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.admin.ThrottledException;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Cookies;
import org.ratatosk.web.auth.RefusedException;
import org.ratatosk.web.auth.Stages;
import org.ratatosk.web.auth.Visitor;

/** Where a password is changed by whoever knows it. It ends every other login, on the web and in Jabber clients. Immutable. */
public final class PasswordPage implements FormPage {
    private final Site site;

    /** For this site. */
    public PasswordPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/me/password";
    }

    @Override
    public Access access() {
        return Access.LOGGED_IN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, null);
    }

    @Override
    public Answer post(Call call) {
        Visitor visitor = call.requireVisitor();
        String fresh = call.form().first("new").orElse("");
        if (!isKeptHere(call)) {
            throw new Refusal(422, "Your password is the one of the website, and is changed there.");
        }
        String problem = Passwords.problem(fresh, call.form().first("again").orElse(""));
        if (problem != null) {
            return show(call, 422, problem);
        }
        try {
            String old = call.form().first("old").orElse("");
            String address = call.client().addressText();
            if (!Stages.await(site.admin().checkPassword(visitor.jid(), old, address))) {
                return show(call, 422, "The old password is not right.");
            }
        } catch (ThrottledException e) {
            return show(call, 429, e.getMessage());
        }
        try {
            Stages.await(site.admin().setPassword(visitor.jid(), fresh, false));
        } catch (RefusedException e) {
            return show(call, 422, e.sentence());
        }
        site.sessions().endAll(visitor.jid());
        String version = Stages.await(site.admin().passwordVersion(visitor.jid()));
        String key =
                site.sessions().begin(visitor.account(), version, call.client().addressText());
        return Done.then(path(), "password")
                .withCookie(Cookies.set(Cookies.LOGIN, key, call.client().secure()));
    }

    private boolean isKeptHere(Call call) {
        return Stages.await(site.admin().hasOwnPassword(call.requireVisitor().jid()));
    }

    private Answer show(Call call, int status, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "password");
        model.put("here", isKeptHere(call));
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "PasswordPage.ftlh", "Password", model));
    }
}
