package org.ratatosk.bridge.bot;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ratatosk.bridge.bot.Command.Caller;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.identity.Codes;
import org.ratatosk.bridge.mail.MailQueue;
import org.ratatosk.bridge.mail.Mailbox;
import org.ratatosk.bridge.mail.Mailboxes;

/** {@code mail}: e-mail for what does not arrive by Jabber. Thread-safe. */
public final class MailCommand implements Command {
    private final Mailboxes mailboxes;

    /** @param mailboxes where members want mail */
    public MailCommand(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    @Override
    public List<String> names() {
        return List.of("mail");
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public String usage() {
        return "mail [ADDRESS | CODE | away on | away off | off]";
    }

    @Override
    public String summary() {
        return "E-mail for alerts that cannot reach you by Jabber; alone, how it stands.";
    }

    @Override
    public String details() {
        return "I mail a code to the address; write it to me as \"mail CODE\". With \"mail away on\" you also get by e-mail what"
                + " has waited for you for a day while none of your clients here was online.";
    }

    @Override
    public boolean meantInAnswer(CommandLine line) {
        String args = line.args();
        return args.isEmpty()
                || LinkCommand.looksLikeAddress(args)
                || Codes.looksLikeOne(args)
                || List.of("off", "away on", "away off").contains(args.toLowerCase(Locale.ROOT));
    }

    @Override
    public String run(Request request) {
        Caller caller = request.member().orElseThrow();
        String member = caller.member().name();
        String args = request.args();
        switch (args.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ")) {
            case "" -> {
                return status(member);
            }
            case "off" -> {
                return mailboxes.off(member) ? "No e-mail goes to you any more." : "No e-mail went to you.";
            }
            case "away on", "away" -> {
                mailboxes.setAway(member, true);
                return status(member);
            }
            case "away off" -> {
                mailboxes.setAway(member, false);
                return status(member);
            }
            default -> {
                return wanted(caller, args);
            }
        }
    }

    private String wanted(Caller caller, String args) {
        if (!caller.home()) {
            throw new CmsException(
                    "Please write that from your account here, "
                            + caller.member().home() + ".",
                    false);
        }
        String member = caller.member().name();
        if (Codes.looksLikeOne(args)) {
            mailboxes.prove(member, args);
            return status(member);
        }
        String address = mailboxes.request(member, caller.member().home(), args);
        return "I have mailed a code to " + address + ". Write it to me within 30 minutes, as in: mail K7WQ2-M9XHD";
    }

    private String status(String member) {
        if (!mailboxes.isOn()) {
            return "This site sends no e-mail.";
        }
        String waits = mailboxes
                .waiting(member)
                .map(address -> "\nA code was mailed to " + address + "; write it to me as: mail CODE")
                .orElse("");
        Optional<Mailbox> box = mailboxes.of(member);
        if (box.isEmpty()) {
            return "No e-mail goes to you. To get by e-mail what cannot reach you by Jabber: mail name@example.org"
                    + waits;
        }
        return stands(box.get()) + waits;
    }

    /** How it stands with mail to an address. */
    private static String stands(Mailbox box) {
        if (box.suspended() != null) {
            return MailQueue.sentence(box);
        }
        return "What cannot reach you by Jabber goes to " + box.address()
                + (box.away()
                        ? ", and what has waited for you for a day. \"mail away off\" ends the latter, \"mail off\" both."
                        : ". \"mail away on\" adds what has waited for you for a day; \"mail off\" ends it.");
    }
}
