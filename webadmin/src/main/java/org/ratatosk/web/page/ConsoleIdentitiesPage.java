package org.ratatosk.web.page;

import java.util.Locale;
import java.util.stream.Collectors;
import org.ratatosk.bridge.identity.Identity;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;

/** All proved addresses of the site's members. Immutable. */
public final class ConsoleIdentitiesPage implements Page {
    private final Site site;

    /** For this site. */
    public ConsoleIdentitiesPage(Site site) {
        this.site = site;
    }

    /** A proved address as shown. */
    public record Row(String address, String member, String path, String rights, Time proved) {}

    @Override
    public String path() {
        return "/console/identities";
    }

    @Override
    public Access access() {
        return Access.SITE_ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return Console.list(
                site, call, "ConsoleIdentitiesPage.ftlh", "Identities", site.bridge()::searchIdentities, this::row);
    }

    private Row row(Identity one) {
        String rights = one.rights().stream()
                .sorted()
                .map(right -> right.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new Row(
                one.address().toString(),
                one.member(),
                MemberPage.pathOf(one.member()),
                rights.isEmpty() ? "nothing" : rights,
                site.time(one.proved()));
    }
}
