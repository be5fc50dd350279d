package org.ratatosk.app.cms;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.ratatosk.app.config.AppConfig;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.mail.Mailer;
import org.ratatosk.bridge.mail.SmtpMailer;
import org.ratatosk.server.http.Addresses;

/** The way to the server that takes mails, by the DNS and the authorities that the settings name. */
public final class MailServer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private MailServer() {}

    /** What hands mails over. A name may lead inside the house only where the settings say so. */
    public static Mailer mailer(AppConfig config, MailConfig mail) {
        boolean named = mail.allowPrivate() || MailConfig.isHere(mail.host());
        Addresses open = Elsewhere.addresses(config);
        Addresses addresses = named ? open.andNamed(Set.of(mail.host())) : open;
        return new SmtpMailer(
                mail,
                config.bridge().siteName(),
                addresses,
                Elsewhere.anchors(config).client(new SecureRandom()),
                PATIENCE);
    }
}
