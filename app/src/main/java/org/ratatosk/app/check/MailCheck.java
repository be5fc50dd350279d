package org.ratatosk.app.check;

import java.util.List;
import java.util.function.BiFunction;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.mail.MailException;
import org.ratatosk.bridge.mail.Mailer;

/** Asks the server that takes mails, if there is one, whether it is there and takes the login. Sends nothing. Immutable. */
final class MailCheck implements Check {
    private final BiFunction<AppConfig, MailConfig, Mailer> opens;

    /** @param opens what speaks to the server */
    MailCheck(BiFunction<AppConfig, MailConfig, Mailer> opens) {
        this.opens = opens;
    }

    @Override
    public List<Finding> look(AppConfig config) {
        return config.mail().map(mail -> List.of(look(config, mail))).orElse(List.of());
    }

    private Finding look(AppConfig config, MailConfig mail) {
        try {
            return Finding.good("The mail server " + opens.apply(config, mail).look());
        } catch (MailException e) {
            return Finding.bad(
                    "The mail server " + e.words(),
                    "Look at mail.host, mail.port and mail.tls: 587 goes with starttls, 465 with direct. A login that is"
                            + " refused is about mail.user and mail.password.\nA server in your own house whose name leads to a"
                            + " private address needs mail.allow-private = on; one with a certificate of your own authority, that"
                            + " authority in s2s.authorities.");
        }
    }
}
