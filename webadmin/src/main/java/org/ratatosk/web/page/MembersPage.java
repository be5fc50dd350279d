package org.ratatosk.web.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.server.jid.JidException;
import org.ratatosk.server.store.Account;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.RefusedException;
import org.ratatosk.web.auth.Stages;
import org.ratatosk.web.view.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts of the admin's domain: search, and add with a one-time link. Immutable. */
public final class MembersPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(MembersPage.class);
    private final Site site;

    /** For this site. */
    public MembersPage(Site site) {
        this.site = site;
    }

    /** An account as shown. */
    public record Row(
            String name,
            String path,
            String initial,
            int tone,
            boolean admin,
            boolean enabled,
            int online,
            Time created) {}

    @Override
    public String path() {
        return "/console/members";
    }

    @Override
    public Access access() {
        return Access.ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, "", null);
    }

    @Override
    public Answer post(Call call) {
        String name = call.form().text("name");
        Jid jid;
        try {
            jid = Jid.of(name, Console.domain(call), null);
        } catch (JidException e) {
            return show(call, 422, name, e.getMessage() + ".");
        }
        if (jid.equals(site.bridge().bot())) {
            return show(call, 422, name, "That is the bot's name.");
        }
        if (Stages.await(site.admin().account(jid)).isPresent()) {
            return show(call, 422, name, "There is an account " + jid + " already.");
        }
        try {
            Stages.await(site.admin().createAccount(jid, Account.Role.MEMBER));
        } catch (RefusedException e) {
            return show(call, 422, name, e.sentence());
        }
        if (call.requireVisitor().ofSite()) {
            site.bridge().memberAdded(jid);
        }
        LOG.info("{} made the account {}", call.requireVisitor().jid(), jid);
        return OneTimeLink.show(site, call, jid, true);
    }

    private Answer show(Call call, int status, String name, @Nullable String problem) {
        String domain = Console.domain(call);
        String part = call.query().text("q");
        int offset = Paging.offset(call);
        List<Account> found = Stages.await(site.admin().accounts(domain, part, offset, Paging.ROWS + 1));
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "members");
        model.put("rows", Paging.page(found).stream().map(this::row).toList());
        model.put("paging", Paging.of(offset, found.size(), Map.of("q", part)));
        model.put("lede", lede(domain, part, Stages.await(site.admin().countAccounts(domain, part))));
        model.put("q", part);
        model.put("name", name);
        model.put("problem", problem);
        return Console.show(site, call, status, "MembersPage.ftlh", "Members", model);
    }

    private static String lede(String domain, String part, int count) {
        String accounts = count == 1 ? "1 account" : count + " accounts";
        return accounts + " on " + domain + (part.isEmpty() ? "" : " with “" + part + "” in the name");
    }

    private Row row(Account account) {
        String name = account.jid().local().orElse("");
        return new Row(
                name,
                MemberPage.path(name),
                PostView.initial(name),
                PostView.tone(name),
                account.role() == Account.Role.ADMIN,
                account.enabled(),
                site.admin().online(account.jid()).size(),
                site.time(account.created()));
    }
}
