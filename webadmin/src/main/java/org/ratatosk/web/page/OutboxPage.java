package org.ratatosk.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.view.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerts on their way, those that failed among them, and a way to try again. Immutable. */
public final class OutboxPage implements FormPage {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxPage.class);
    private final Site site;
    private final Readings readings;

    /** For this site. */
    public OutboxPage(Site site, Readings readings) {
        this.site = site;
        this.readings = readings;
    }

    /** A state to filter by, with how many alerts are in it. */
    public record Filter(String name, String query, int count, boolean chosen) {}

    /** An alert as shown. */
    public record Row(
            long id,
            long number,
            String address,
            @Nullable String member,
            String state,
            String tone,
            int tries,
            @Nullable Time nextTry,
            boolean due,
            @Nullable String error,
            Time created,
            Time changed,
            boolean retriable,
            String trace) {}

    @Override
    public String path() {
        return "/console/outbox";
    }

    @Override
    public Access access() {
        return Access.SITE_ADMIN;
    }

    @Override
    public Answer get(Call call) {
        Alert.State state = state(call.query().text("state"));
        int offset = Paging.offset(call);
        List<Alert> found = site.bridge().alerts(state, offset, Paging.ROWS + 1);
        String query = state == null ? "" : word(state);
        Map<String, Object> model = new HashMap<>();
        model.put("tab", "outbox");
        model.put("filters", filters(state));
        model.put("rows", Paging.page(found).stream().map(this::row).toList());
        model.put("paging", Paging.of(offset, found.size(), Map.of("state", query)));
        model.put("state", query);
        return Console.show(site, call, 200, "OutboxPage.ftlh", "Outbox", model);
    }

    @Override
    public Answer post(Call call) {
        long id = call.form().number("id").orElseThrow(() -> new Refusal(400, "Which alert?"));
        site.bridge().retry(id);
        readings.forgetOutbox();
        LOG.info("{} had alert {} tried again", call.requireVisitor().jid(), id);
        Alert.State state = state(call.form().text("state"));
        return Done.then(state == null ? path() : path() + "?state=" + word(state), "retried");
    }

    private List<Filter> filters(Alert.@Nullable State chosen) {
        Map<Alert.State, Integer> counts = readings.outbox().counts();
        List<Filter> filters = new ArrayList<>();
        int all = counts.values().stream().mapToInt(count -> count).sum();
        filters.add(new Filter("all", "?", all, chosen == null));
        for (Alert.State state : Alert.State.values()) {
            String query = "?state=" + word(state);
            filters.add(new Filter(word(state), query, counts.getOrDefault(state, 0), state == chosen));
        }
        return List.copyOf(filters);
    }

    private static Alert.@Nullable State state(String word) {
        return Arrays.stream(Alert.State.values())
                .filter(state -> word(state).equals(word))
                .findFirst()
                .orElse(null);
    }

    private static String word(Alert.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Row row(Alert alert) {
        @Nullable Instant next = alert.nextTry();
        String who = alert.member() == null ? alert.address().toString() : alert.member();
        boolean retriable = switch (alert.state()) {
            case WAITING, BOUNCED, DEAD -> true;
            case SENT, ACKNOWLEDGED, DROPPED -> false;
        };
        return new Row(
                alert.id(),
                alert.number(),
                alert.address().toString(),
                alert.member(),
                word(alert.state()),
                tone(alert.state()),
                alert.tries(),
                site.timeOrNull(alert.nextTry()),
                next != null && !next.isAfter(site.clock().instant()),
                alert.error(),
                site.time(alert.created()),
                site.time(alert.changed()),
                retriable,
                "/console/trace?number=" + alert.number() + "&who=" + URLEncoder.encode(who, StandardCharsets.UTF_8));
    }

    private static String tone(Alert.State state) {
        return switch (state) {
            case WAITING -> "warn";
            case BOUNCED, DEAD -> "bad";
            case SENT, ACKNOWLEDGED -> "good";
            case DROPPED -> "";
        };
    }
}
