package org.ratatosk.web.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
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
        String part = call.query().text("q");
        int offset = Paging.offset(call);
        List<Identity> found = site.bridge().searchIdentities(part, offset, Paging.ROWS + 1);
        Map<String, Object> model = Map.of(
                "tab",
                "identities",
                "rows",
                Paging.page(found).stream().map(this::row).toList(),
                "paging",
                Paging.of(offset, found.size(), Map.of("q", part)),
                "q",
                part);
        return Console.show(site, call, 200, "ConsoleIdentitiesPage.ftlh", "Identities", model);
    }

    private Row row(Identity one) {
        String rights = one.rights().stream()
                .sorted()
                .map(right -> right.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new Row(
                one.address().toString(),
                one.member(),
                MemberPage.path(one.member()),
                rights.isEmpty() ? "nothing" : rights,
                site.time(one.proved()));
    }
}
