package org.ratatosk.web.page;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.bridge.identity.LinkCode;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;

/** A member's further addresses: linked by a code that is sent to the bot from there, each with its rights. Immutable. */
public final class IdentitiesPage implements FormPage {
    private final Site site;

    /** For this site. */
    public IdentitiesPage(Site site) {
        this.site = site;
    }

    /** A proved address as shown. */
    public record Row(String address, boolean post, boolean comment, boolean alerts, Time proved) {}

    /** An address whose code has not come yet. */
    public record Waiting(String address, Time expires) {}

    /** A fresh code and where it has to come from. */
    public record Code(String address, String code, Time expires) {}

    @Override
    public String path() {
        return "/me/addresses";
    }

    @Override
    public Access access() {
        return Access.MEMBER;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, null, null);
    }

    @Override
    public Answer post(Call call) {
        String member = call.requireVisitor().name();
        String text = call.form().text("address");
        Jid address = Jid.parse(text).map(Jid::bare).orElse(null);
        if (address == null) {
            return show(call, 422, "That is no address. It has to look like name@example.net.", null);
        }
        try {
            return switch (call.form().text("action")) {
                case "link" -> show(call, 200, null, site.bridge().requestLink(member, address));
                case "rights" -> {
                    site.bridge().setRights(member, address, rights(call.form().all("right")));
                    yield Done.then(path(), "saved");
                }
                case "unlink" -> {
                    site.bridge().unlink(member, address);
                    yield Done.then(path(), "unlinked");
                }
                default -> throw Refusal.unknown();
            };
        } catch (CmsException e) {
            return show(call, 422, e.getMessage(), null);
        }
    }

    private static Set<Identity.Right> rights(List<String> chosen) {
        Set<Identity.Right> rights = EnumSet.noneOf(Identity.Right.class);
        for (Identity.Right right : Identity.Right.values()) {
            if (chosen.contains(right.name().toLowerCase(Locale.ROOT))) {
                rights.add(right);
            }
        }
        return rights;
    }

    private Answer show(Call call, int status, @Nullable String problem, @Nullable LinkCode code) {
        String member = call.requireVisitor().name();
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "addresses");
        model.put("home", call.requireVisitor().jid().toString());
        model.put(
                "rows", site.bridge().identities(member).stream().map(this::row).toList());
        model.put(
                "waiting",
                site.bridge().pendingLinks(member).stream()
                        .filter(one -> code == null || !one.address().equals(code.address()))
                        .map(one -> new Waiting(one.address().toString(), site.time(one.expires())))
                        .toList());
        if (code != null) {
            model.put("code", new Code(code.address().toString(), code.code(), site.time(code.expires())));
            model.put("send", Follow.command(site, "code " + code.code()));
        }
        model.put("asked", problem == null ? "" : call.form().text("address"));
        model.put("problem", problem);
        return Answer.html(status, site.render(call, "IdentitiesPage.ftlh", "Addresses", model));
    }

    private Row row(Identity identity) {
        Set<Identity.Right> rights = identity.rights();
        return new Row(
                identity.address().toString(),
                rights.contains(Identity.Right.POST),
                rights.contains(Identity.Right.COMMENT),
                rights.contains(Identity.Right.ALERTS),
                site.time(identity.proved()));
    }
}
