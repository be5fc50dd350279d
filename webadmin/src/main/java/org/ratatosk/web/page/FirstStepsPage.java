package org.ratatosk.web.page;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.alerts.Target;
import org.ratatosk.bridge.cms.CmsException;
import org.ratatosk.bridge.remote.SiteKey;
import org.ratatosk.bridge.remote.SiteKeys;
import org.ratatosk.server.jid.Jid;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.Callers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a server that was just installed to the first alert: domain, certificate, website, a test both ways, an alert. Settings stay in their
 * file; the page shows what to write there, and looks at how things are. Immutable.
 */
public final class FirstStepsPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStepsPage.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String WORDPRESS = "/wp-json/ratatosk/v1";
    private final Site site;
    private final Lookout lookout;
    private final Callers callers;

    /**
     * For this site.
     *
     * @param callers who has come with the keys of the site
     */
    public FirstStepsPage(Site site, Lookout lookout, Callers callers) {
        this.site = site;
        this.lookout = lookout;
        this.callers = callers;
    }

    /** A key as it can be chosen. */
    public record Choice(String id, String name, boolean chosen) {}

    @Override
    public String path() {
        return "/console/start";
    }

    @Override
    public Access access() {
        return Access.SITE_ADMIN;
    }

    @Override
    public Answer get(Call call) {
        return show(call, 200, Map.of());
    }

    @Override
    public Answer post(Call call) {
        return switch (call.form().text("action")) {
            case "connect" -> connect(call);
            case "test" -> test(call);
            case "hear" -> hear(call);
            default -> throw new Refusal(400, "The form asked for something that this page does not do.");
        };
    }

    /** Makes a key and shows the lines that name the website, all of it once. */
    private Answer connect(Call call) {
        Optional<URI> address = address(call.form().text("url"));
        boolean own = call.form().text("own").equals("on");
        if (address.isEmpty() || (!own && !"https".equals(address.get().getScheme()))) {
            return show(call, 422, Map.of("problem", noAddress(call.form().text("url"))));
        }
        String url = contract(address.get(), call.form().text("kind"));
        try {
            SiteKey key = site.bridge()
                    .keys()
                    .make(String.valueOf(address.get().getHost()), EnumSet.allOf(SiteKeys.Scope.class));
            LOG.info("{} made the key {}", call.requireVisitor().jid(), key.id());
            return show(
                    call,
                    200,
                    Map.of("url", url, "key", key.id(), "fresh", key.written(), "lines", lines(url, key, own)));
        } catch (CmsException e) {
            return show(call, 422, Map.of("problem", String.valueOf(e.getMessage())));
        }
    }

    private static String noAddress(String text) {
        return "\"" + text + "\" is no address that begins with https://. One without TLS has to be in your own house.";
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return Optional.of(uri).filter(one -> web && one.getHost() != null && one.getUserInfo() == null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where a website answers: WordPress at a place that is always the same, others where they say. */
    private static String contract(URI address, String kind) {
        String text = address.toString();
        return kind.equals("wordpress") && !text.contains("ratatosk/v1") ? text + WORDPRESS : text;
    }

    private static String lines(String url, SiteKey key, boolean own) {
        return "site.adapter = contract\nsite.cms.url = \"" + url + "\"\nsite.cms.key = \"" + key.written() + "\""
                + (own ? "\nsite.cms.allow-private = on" : "");
    }

    /** Goes there, and looks whether anybody has come from there. */
    private Answer test(Call call) {
        String url = call.form().text("url");
        Optional<SiteKey> key =
                site.bridge().keys().find(call.form().text("key")).map(SiteKeys.Granted::key);
        if (address(url).isEmpty() || key.isEmpty()) {
            return show(call, 422, Map.of("problem", "Say where the website answers, and choose a key.", "url", url));
        }
        List<Found> ways =
                List.of(Found.of(lookout.ask(url, key.get())), back(key.get().id()));
        return show(call, 200, Map.of("url", url, "key", key.get().id(), "ways", ways));
    }

    private Found back(String key) {
        String there = "\nThe website has to reach " + site.bridge().siteUrl()
                + ", and to believe its certificate. In WordPress press \"Test the connection\" under Settings, Ratatosk,"
                + " which says how it went; then test here again.";
        Optional<Callers.Refused> refused = callers.lastRefused();
        return callers.last(key)
                .map(at -> new Found(
                        "good",
                        "The website reached this server with this key "
                                + site.time(at).ago() + ".",
                        ""))
                .orElseGet(() -> refused.map(last -> new Found(
                                "bad",
                                "Nobody has come with this key yet; somebody was refused "
                                        + site.time(last.at()).ago() + ".",
                                last.why() + there))
                        .orElse(new Found(
                                "bad", "Nobody has come with this key since the server started.", there.strip())));
    }

    /** The admin hears of all posts from now on. */
    private Answer hear(Call call) {
        Jid home = call.requireVisitor().jid();
        try {
            site.bridge().subscribe(call.requireVisitor().name(), home, Target.EVERYTHING, "");
        } catch (CmsException e) {
            return show(call, 422, Map.of("problem", String.valueOf(e.getMessage())));
        }
        return Done.then(path(), "subscribed");
    }

    private Answer show(Call call, int status, Map<String, Object> more) {
        Jid home = call.requireVisitor().jid();
        Optional<Lookout.Website> set = lookout.website();
        String key = String.valueOf(
                more.getOrDefault("key", set.map(Lookout.Website::key).orElse("")));
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "start");
        Optional<Lookout.World> world = lookout.world(PATIENCE);
        model.put("domains", Found.of(world.map(Lookout.World::domains).orElse(List.of())));
        model.put(
                "certificates", Found.of(world.map(Lookout.World::certificates).orElse(List.of())));
        model.put("looked", world.isPresent());
        model.put("settings", lookout.settings());
        model.put("address", site.bridge().siteUrl());
        model.put("set", set.map(Lookout.Website::url).orElse(""));
        model.put("url", set.map(Lookout.Website::url).orElse(""));
        model.put("keys", keys(key));
        model.put("ways", List.of());
        model.put("clients", site.admin().online(home.bare()).size());
        model.put("jid", home.bare().toString());
        model.put("hears", hears(call));
        model.putAll(more);
        return Console.show(site, call, status, "FirstStepsPage.ftlh", "First steps", model);
    }

    private boolean hears(Call call) {
        return site.bridge().subscriptions(call.requireVisitor().name()).stream()
                .anyMatch(one -> one.target() == Target.EVERYTHING);
    }

    private List<Choice> keys(@Nullable String chosen) {
        return site.bridge().keys().all().stream()
                .map(key -> new Choice(key.id(), key.name(), key.id().equals(chosen)))
                .toList();
    }
}
