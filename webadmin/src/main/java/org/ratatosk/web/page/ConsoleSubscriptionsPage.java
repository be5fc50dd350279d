package org.ratatosk.web.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Subscription;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;

/** All subscriptions of the site. Immutable. */
public final class ConsoleSubscriptionsPage implements Page {
    private final Site site;

    /** For this site. */
    public ConsoleSubscriptionsPage(Site site) {
        this.site = site;
    }

    /** A subscription as shown; {@code member} is {@code null} for an address that belongs to nobody. */
    public record Row(
            String address,
            @Nullable String member,
            String path,
            String what,
            @Nullable String link,
            Time created) {}

    @Override
    public String path() {
        return "/console/subscriptions";
    }

    @Override
    public Access access() {
        return Access.SITE_ADMIN;
    }

    @Override
    public Answer get(Call call) {
        String part = call.query().text("q");
        int offset = Paging.offset(call);
        List<Subscription> found = site.bridge().searchSubscriptions(part, offset, Paging.ROWS + 1);
        Map<String, Object> model = Map.of(
                "tab",
                "subscriptions",
                "rows",
                Paging.page(found).stream().map(this::row).toList(),
                "paging",
                Paging.of(offset, found.size(), Map.of("q", part)),
                "q",
                part);
        return Console.show(site, call, 200, "ConsoleSubscriptionsPage.ftlh", "Subscriptions", model);
    }

    private Row row(Subscription one) {
        String member = one.member();
        String what = Wishes.words(one).replace(" your ", " their ");
        return new Row(
                one.address().toString(),
                member,
                member == null ? "" : MemberPage.path(member),
                what,
                Wishes.link(one),
                site.time(one.created()));
    }
}
