package org.ratatosk.web.page;

import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Cookies;

/** Ends a login. Immutable. */
public final class LogoutPage implements FormPage {
    private final Site site;

    /** For this site. */
    public LogoutPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/logout";
    }

    @Override
    public Access access() {
        return Access.ANYBODY;
    }

    @Override
    public Answer get(Call call) {
        return Answer.seeOther("/");
    }

    @Override
    public Answer post(Call call) {
        call.loggedIn().ifPresent(visitor -> site.sessions().end(visitor.session()));
        return Done.then("/login", "logged-out")
                .withCookie(Cookies.clear(Cookies.LOGIN, call.client().secure()))
                .with("Clear-Site-Data", "\"cache\"");
    }
}
