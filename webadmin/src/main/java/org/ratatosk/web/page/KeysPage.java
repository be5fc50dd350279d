package org.ratatosk.web.page;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys with which programs of the site, its CMS foremost, sign what they ask: makes, shows once, revokes. Immutable. */
public final class KeysPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(KeysPage.class);
    private final Site site;

    /** For this site. */
    public KeysPage(Site site) {
        this.site = site;
    }

    /** A key as shown. */
    public record Row(String id, String name, String scopes, Time created) {}

    /** What can be asked with a key, as a box in the form. */
    public record Box(String name, String words, boolean checked) {}

    @Override
    public String path() {
        return "/console/keys";
    }

    @Override
    public Access access() {
        return Access.SITE_ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, null, null);
    }

    @Override
    public Answer post(Call call) {
        return switch (call.form().text("action")) {
            case "make" -> make(call);
            case "revoke" -> revoke(call);
            default -> throw Refusal.unknown();
        };
    }

    private Answer revoke(Call call) {
        String id = call.form().text("id");
        site.bridge().keys().revoke(id);
        LOG.info("{} revoked the key {}", call.requireVisitor().jid(), id);
        return Done.then(path(), "revoked");
    }

    private Answer make(Call call) {
        Set<SiteKeys.Scope> scopes = EnumSet.noneOf(SiteKeys.Scope.class);
        for (SiteKeys.Scope scope : SiteKeys.Scope.values()) {
            if (call.form().all("scope").contains(word(scope))) {
                scopes.add(scope);
            }
        }
        try {
            SiteKey key = site.bridge().keys().make(call.form().text("name"), scopes);
            LOG.info("{} made the key {}", call.requireVisitor().jid(), key.id());
            return show(call, 200, key.written(), null);
        } catch (CmsException e) {
            return show(call, 422, null, e.getMessage());
        }
    }

    private Answer show(Call call, int status, @Nullable String fresh, @Nullable String problem) {
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "keys");
        model.put("rows", site.bridge().keys().all().stream().map(this::row).toList());
        model.put("boxes", boxes(call));
        model.put("name", problem == null ? "" : call.form().text("name"));
        if (fresh != null) {
            model.put("fresh", fresh);
            model.put("address", site.bridge().siteUrl() + "/api/v1");
        }
        if (problem != null) {
            model.put("problem", problem);
        }
        return Console.show(site, call, status, "KeysPage.ftlh", "Keys", model);
    }

    private static List<Box> boxes(Call call) {
        return Arrays.stream(SiteKeys.Scope.values())
                .map(scope -> new Box(
                        word(scope), words(scope), call.form().all("scope").contains(word(scope))))
                .toList();
    }

    private static String words(SiteKeys.Scope scope) {
        return switch (scope) {
            case EVENTS -> "tell what happens at the CMS";
            case MEMBERS -> "make, rename, lock out and delete members";
            case NOTIFICATIONS -> "tell single members something";
            case ANNOUNCEMENTS -> "tell all members something";
            case BUDDIES -> "say who is whose friend, follower or contact, and who blocks whom";
            case PRESENCE -> "see who is online of those who let members see it";
        };
    }

    private static String word(SiteKeys.Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }

    private Row row(SiteKeys.Entry key) {
        String scopes = key.scopes().stream().sorted().map(KeysPage::words).collect(Collectors.joining(", "));
        return new Row(key.id(), key.name(), scopes, site.time(key.created()));
    }
}
