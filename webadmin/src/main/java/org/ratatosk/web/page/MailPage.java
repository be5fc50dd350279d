package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.mail.MailQueue;
import org.ratatosk.bridge.mail.Mailbox;
import org.ratatosk.bridge.mail.Mailboxes;
import org.ratatosk.web.auth.Access;

/** Where a member wants e-mail for what Jabber cannot bring: an address, proved by a code that is mailed there. Immutable. */
public final class MailPage implements FormPage {
    private final Site site;

    /** For this site. */
    public MailPage(Site site) {
        this.site = site;
    }

    @Override
    public String path() {
        return "/me/mail";
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, null);
    }

    @Override
    public Answer post(Call call) {
        String member = call.requireVisitor().name();
        Mailboxes mailboxes = site.bridge().mailboxes();
        try {
            switch (call.form().text("action")) {
                case "ask" ->
                    mailboxes.request(
                            member, call.requireVisitor().jid(), call.form().text("address"));
                case "prove" -> mailboxes.prove(member, call.form().text("code"));
                case "away" ->
                    mailboxes.setAway(member, call.form().first("away").isPresent());
                case "off" -> mailboxes.off(member);
                default -> throw Refusal.unknown();
            }
        } catch (CmsException e) {
            return show(call, 422, e.getMessage());
        }
        return Done.then(path(), "mail-" + call.form().text("action"));
    }

    private Answer show(Call call, int status, @Nullable String problem) {
        String member = call.requireVisitor().name();
        Mailboxes mailboxes = site.bridge().mailboxes();
        Optional<Mailbox> box = mailboxes.of(member);
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "settings");
        model.put("on", mailboxes.isOn());
        model.put("address", box.map(Mailbox::address).orElse(null));
        model.put("away", box.filter(Mailbox::away).isPresent());
        model.put(
                "suspended",
                box.filter(one -> one.suspended() != null)
                        .map(MailQueue::sentence)
                        .orElse(null));
        model.put("waiting", mailboxes.waiting(member).orElse(null));
        model.put("asked", problem == null ? "" : call.form().text("address"));
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "MailPage.ftlh", "E-mail", model));
    }
}
