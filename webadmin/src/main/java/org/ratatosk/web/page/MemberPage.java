package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.Links;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.store.Account;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Stages;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One account of the admin's domain: disable, role, reset link, delete. Immutable. */
public final class MemberPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(MemberPage.class);
    private final Site site;

    /** For this site. */
    public MemberPage(Site site) {
        this.site = site;
    }

    /** Where the page of an account is. */
    static String path(String name) {
        return "/console/members/" + Links.segment(name);
    }

    /** Where a member of the site is shown: in the console if the account is on the main domain, whose admins look after the site. */
    static String pathOf(String member) {
        return member.indexOf('@') < 0 ? path(member) : Links.journalPath(member);
    }

    @Override
    public String path() {
        return "/console/members/{name}";
    }

    @Override
    public Access access() {
        return Access.ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, account(call), null);
    }

    @Override
    public Answer post(Call call) {
        Account account = account(call);
        Jid jid = account.jid();
        String action = call.form().text("action");
        boolean self = jid.equals(call.requireVisitor().jid());
        if (self && !action.equals("link")) {
            return show(call, 422, account, "This is your own account. Another admin has to do that.");
        }
        return switch (action) {
            case "link" -> {
                log(call, "made a link to set the password of", jid);
                yield OneTimeLink.show(site, call, jid, false);
            }
            case "disable" -> setEnabled(call, jid, false);
            case "enable" -> setEnabled(call, jid, true);
            case "make-admin" -> setRole(call, jid, Account.Role.ADMIN);
            case "make-member" -> setRole(call, jid, Account.Role.MEMBER);
            case "delete" -> delete(call, account);
            default -> throw Refusal.unknown();
        };
    }

    private Answer setRole(Call call, Jid jid, Account.Role role) {
        Stages.await(site.admin().setRole(jid, role));
        log(call, role == Account.Role.ADMIN ? "made an admin of" : "took the admin's role from", jid);
        return Done.then(path(name(jid)), "role");
    }

    private Answer setEnabled(Call call, Jid jid, boolean enabled) {
        Stages.await(site.admin().setEnabled(jid, enabled));
        if (!enabled) {
            site.sessions().endAll(jid);
        }
        log(call, enabled ? "enabled" : "disabled", jid);
        return Done.then(path(name(jid)), enabled ? "enabled" : "disabled");
    }

    private Answer delete(Call call, Account account) {
        Jid jid = account.jid();
        if (!call.form().text("confirm").equals(name(jid))) {
            return show(
                    call, 422, account, "To delete it, type the account's name, " + name(jid) + ", into the field.");
        }
        // The account goes last, so that whoever is interrupted can press the button again.
        Stages.await(site.admin().setEnabled(jid, false));
        site.sessions().endAll(jid);
        if (call.requireVisitor().ofSite()) {
            site.bridge().memberRemoved(jid);
        }
        Stages.await(site.admin().deleteAccount(jid));
        log(call, "deleted", jid);
        return Done.then("/console/members", "deleted");
    }

    private static void log(Call call, String what, Jid jid) {
        LOG.info("{} {} {}", call.requireVisitor().jid(), what, jid);
    }

    private static String name(Jid jid) {
        return jid.local().orElse("");
    }

    private Account account(Call call) {
        return Stages.await(site.admin().account(Console.account(call, Links.name(call.part("name")))))
                .orElseThrow(() -> Refusal.notFound("There is no account of that name."));
    }

    private Answer show(Call call, int status, Account account, @Nullable String problem) {
        String name = name(account.jid());
        List<SessionsPage.Row> sessions = site.admin().online(account.jid()).stream()
                .map(view -> SessionsPage.row(site, view))
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "members");
        model.put("name", name);
        model.put("jid", account.jid().toString());
        model.put("initial", PostView.initial(name));
        model.put("tone", PostView.tone(name));
        model.put("admin", account.role() == Account.Role.ADMIN);
        model.put("enabled", account.enabled());
        model.put("self", account.jid().equals(call.requireVisitor().jid()));
        model.put("created", site.time(account.created()));
        model.put("sessions", sessions);
        model.put(
                "journal",
                site.bridge().memberName(account.jid()).map(Links::journalPath).orElse(null));
        model.put("problem", problem);
        return Console.show(site, call, status, "MemberPage.ftlh", name, model);
    }
}
