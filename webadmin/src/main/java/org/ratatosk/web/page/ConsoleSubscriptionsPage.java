package org.ratatosk.web.page;

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
        return Console.list(
                site,
                call,
                "ConsoleSubscriptionsPage.ftlh",
                "Subscriptions",
                site.bridge()::searchSubscriptions,
                this::row);
    }

    private Row row(Subscription one) {
        String member = one.member();
        String what = Wishes.words(one).replace(" your ", " their ");
        return new Row(
                one.address().toString(),
                member,
                member == null ? "" : MemberPage.pathOf(member),
                what,
                Wishes.link(one),
                site.time(one.created()));
    }
}
