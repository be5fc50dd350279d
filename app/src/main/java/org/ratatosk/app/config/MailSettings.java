package org.ratatosk.app.config;

import java.util.Optional;
import org.ratatosk.bridge.config.MailConfig;
import org.ratatosk.bridge.config.MailConfig.Tls;
import org.ratatosk.bridge.mail.MailAddress;

/** Reads the group {@code mail}. Immutable. */
final class MailSettings {
    private MailSettings() {}

    /** The server that takes mails; empty for no mail. */
    static Optional<MailConfig> read(StrictReader reader) {
        String host = reader.setting("mail.host", "", Kinds.text()).strip().replaceAll("^\\[|]$", "");
        int port = reader.setting("mail.port", 587, Kinds.number(1, 65_535));
        Tls tls = reader.setting("mail.tls", Tls.STARTTLS, Kinds.choice(Tls.class));
        boolean plain = reader.setting("mail.allow-plain", false, Kinds.flag());
        boolean inside = reader.setting("mail.allow-private", false, Kinds.flag());
        String user = reader.setting("mail.user", "", Kinds.text());
        String password = reader.setting("mail.password", "", Kinds.text());
        String from = reader.setting("mail.from", "", Kinds.text());
        if (host.isEmpty()) {
            return Optional.empty();
        }
        if (!host.matches("[A-Za-z0-9._-]+|[0-9a-fA-F:.]+")) {
            reader.problem(
                    "mail.host", "must be the name of a server, as in smtp.example.org; the port stands in mail.port");
        }
        if (tls == Tls.NONE && !plain && !MailConfig.isHere(host)) {
            reader.problem(
                    "mail.tls",
                    "can be none only with a server on this machine, unless mail.allow-plain says that mails and the password"
                            + " may be read on the way");
        }
        if (user.isEmpty() != password.isEmpty()) {
            reader.problem(
                    user.isEmpty() ? "mail.user" : "mail.password",
                    "must be set where " + (user.isEmpty() ? "mail.password" : "mail.user") + " is");
        }
        Optional<String> sender = MailAddress.read(from);
        if (sender.isEmpty()) {
            reader.problem("mail.from", "must be the address that mails come from, as in ratatosk@example.org");
        }
        return Optional.of(new MailConfig(host, port, tls, user, password, sender.orElse(from), inside));
    }
}
