package org.ratatosk.web.page;

import freemarker.template.TemplateModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Sparkline;
import org.ratatosk.web.view.Time;

/** The first page of the console: how the house is. Immutable. */
public final class DashboardPage implements Page {
    private static final Duration SOON = Duration.ofDays(14);
    private final Site site;
    private final Readings readings;
    private final House house;

    /** For this site. */
    public DashboardPage(Site site, Readings readings, House house) {
        this.site = site;
        this.readings = readings;
        this.house = house;
    }

    /** A number with how it went; {@code picture} is {@code null} where no past is known. */
    public record Tile(
            String name,
            String value,
            String note,
            @Nullable TemplateModel picture,
            String link,
            String more) {}

    /** A certificate as shown. */
    public record Certificate(String domain, Time expires, String left, boolean bad, boolean ours) {}

    @Override
    public String path() {
        return "/console";
    }

    @Override
    public Access access() {
        return Access.ADMIN;
    }

    @Override
    public Answer get(Call call) {
        Admin.Stats stats = site.admin().stats();
        boolean ofSite = call.requireVisitor().ofMain();
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "dashboard");
        model.put("tiles", tiles(call, stats, ofSite));
        model.put("disk", stats.disk().name());
        model.put("certificates", certificates(call, ofSite));
        model.put("version", house.version());
        model.put("started", site.time(stats.started()));
        model.put(
                "uptime",
                Time.words(Duration.between(stats.started(), site.clock().instant())));
        return Console.show(site, call, 200, "DashboardPage.ftlh", "Dashboard", model);
    }

    private List<Tile> tiles(Call call, Admin.Stats stats, boolean ofSite) {
        String domain = Console.domain(call);
        Readings.Domain now = readings.domain(domain);
        List<Tile> tiles = new ArrayList<>();
        TemplateModel past = ofSite ? Sparkline.of(readings.sessions(), "Sessions in the last half hour") : null;
        tiles.add(new Tile(
                "Sessions", String.valueOf(now.sessions()), "clients logged in", past, "/console/sessions", ""));
        tiles.add(new Tile(
                "Members",
                String.valueOf(now.accounts()),
                "accounts of " + domain,
                null,
                "/console/members",
                "Add a member"));
        if (ofSite) {
            tiles.add(stanzas(stats));
            tiles.add(outbox());
        }
        return List.copyOf(tiles);
    }

    private Tile stanzas(Admin.Stats stats) {
        List<Double> rates = readings.stanzaRates();
        double now = rates.isEmpty() ? 0 : rates.get(rates.size() - 1);
        String value = String.format(Locale.ROOT, now < 10 ? "%.1f/s" : "%.0f/s", now);
        String note = String.format(Locale.ENGLISH, "%,d in, %,d out", stats.stanzasIn(), stats.stanzasOut());
        return new Tile(
                "Stanzas", value, note, Sparkline.of(rates, "Stanzas per second in the last half hour"), "", "");
    }

    private Tile outbox() {
        Readings.Outbox outbox = readings.outbox();
        int dead = outbox.count(Alert.State.DEAD);
        Instant since = outbox.oldest();
        String oldest = since == null
                ? "nothing waits"
                : "oldest " + Time.words(Duration.between(since, site.clock().instant()));
        String note = dead == 0 ? oldest : oldest + ", " + dead + " dead";
        return new Tile(
                "Outbox",
                String.valueOf(outbox.count(Alert.State.WAITING)),
                note,
                Sparkline.of(readings.waiting(), "Waiting alerts in the last half hour"),
                "/console/outbox",
                "");
    }

    private List<Certificate> certificates(Call call, boolean ofSite) {
        Instant now = site.clock().instant();
        return house.certificates().get().stream()
                .filter(one -> ofSite || one.domain().equals(Console.domain(call)))
                .map(one -> new Certificate(
                        one.domain(),
                        site.time(one.expires()),
                        left(Duration.between(now, one.expires())),
                        one.expires().isBefore(now.plus(SOON)),
                        one.ours()))
                .toList();
    }

    private static String left(Duration left) {
        return left.isNegative() ? "has ended" : "in " + Time.words(left);
    }
}
