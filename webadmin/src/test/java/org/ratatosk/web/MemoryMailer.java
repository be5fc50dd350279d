package org.ratatosk.web;

import java.util.ArrayList;
import java.util.List;
import org.ratatosk.bridge.mail.Mail;
import org.ratatosk.bridge.mail.Mailer;

/** Keeps the mails that are sent. */
final class MemoryMailer implements Mailer {
    final List<Mail> sent = new ArrayList<>();

    @Override
    public void send(Mail mail) {
        sent.add(mail);
    }

    @Override
    public String look() {
        return "It is there.";
    }

    @Override
    public String domain() {
        return "example.org";
    }
}
