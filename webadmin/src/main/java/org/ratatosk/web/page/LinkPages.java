package org.ratatosk.web.page;

import java.util.function.Supplier;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.RefusedException;
import org.ratatosk.web.auth.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the pages of one-time links share. Looking at one changes nothing, so that a preview of the link does not use it up; only
 * the form does. Immutable.
 */
final class LinkPages {
    /** A link that lets set the password of an account. */
    static final String SET_PASSWORD = "set-password";

    /** A link that lets make the first admin of a domain. */
    static final String FIRST_ADMIN = "first-admin";

    private static final Logger LOG = LoggerFactory.getLogger(LinkPages.class);

    private LinkPages() {}

    /** Whom a link is for; refuses if it is not good any more. */
    static Jid peek(Site site, String purpose, String secret) {
        return Stages.await(site.admin().peekLink(purpose, secret)).orElseThrow(LinkPages::over);
    }

    /** Shows the form of a link again, which may be another one, with a sentence. */
    interface Again {
        Answer show(int status, String secret, String problem);
    }

    /**
     * Uses a link up and does what it is for; refuses if somebody else was faster. If the work is refused or fails, another link takes
     * the place of the one that is used up; if that fails too, the page says that the link is lost.
     */
    static Answer use(Site site, String purpose, String secret, Supplier<Answer> work, Again again) {
        Jid subject = Stages.await(site.admin().takeLink(purpose, secret)).orElseThrow(LinkPages::over);
        try {
            return secret(work.get());
        } catch (RefusedException e) {
            return again.show(422, another(site, purpose, subject), e.sentence());
        } catch (RuntimeException e) {
            LOG.warn("What a one-time link for {} is for could not be done", subject, e);
            return again.show(
                    503, another(site, purpose, subject), "The server could not do this now. Try again later.");
        }
    }

    private static String another(Site site, String purpose, Jid subject) {
        try {
            return Stages.await(site.admin().createLink(purpose, subject));
        } catch (RuntimeException e) {
            LOG.warn("A one-time link for {} is used up, and there could be no other", subject, e);
            throw new Refusal(
                    503,
                    "The server could not do this, and the link is used up. Ask whoever gave it to you for another one.");
        }
    }

    /** The address of a link. */
    static String address(Site site, String purpose, String secret) {
        return site.bridge().siteUrl() + path(purpose, secret);
    }

    /** The path of a link. */
    static String path(String purpose, String secret) {
        return "/" + purpose + "/" + secret;
    }

    private static Refusal over() {
        return new Refusal(
                410,
                "This link has been used, or its 30 minutes are over. Ask whoever gave it to you for another one.");
    }

    /** Keeps the secret in the address from going anywhere. */
    static Answer secret(Answer answer) {
        return answer.with("Referrer-Policy", "no-referrer").with("X-Robots-Tag", "noindex, nofollow");
    }
}
