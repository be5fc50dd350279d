package org.ratatosk.web.api;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Locale;
import java.util.Map;
import org.ratatosk.bridge.outbox.Alert;
import org.ratatosk.server.admin.Admin;
import org.ratatosk.server.store.DiskState;
import org.ratatosk.web.auth.Access;
import org.ratatosk.web.auth.WebSessions;
import org.ratatosk.web.page.Answer;
import org.ratatosk.web.page.Call;
import org.ratatosk.web.page.Page;
import org.ratatosk.web.page.Readings;

/** The server's numbers for Prometheus, in its text format. Thread-safe. */
public final class MetricsPage implements Page {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final Readings readings;
    /** The same for all gauges of a scrape. */
    private volatile Map<Alert.State, Integer> alerts = Map.of();

    /** Reads these whenever it is asked. */
    public MetricsPage(Admin admin, Readings readings, WebSessions sessions) {
        this.readings = readings;
        Gauge.builder("ratatosk.sessions", admin, a -> a.stats().sessions())
                .description("Clients logged in")
                .register(registry);
        FunctionCounter.builder("ratatosk.stanzas", admin, a -> a.stats().stanzasIn())
                .tag("direction", "in")
                .description("Stanzas since the start")
                .register(registry);
        FunctionCounter.builder("ratatosk.stanzas", admin, a -> a.stats().stanzasOut())
                .tag("direction", "out")
                .description("Stanzas since the start")
                .register(registry);
        Gauge.builder("ratatosk.disk.full", admin, a -> a.stats().disk() == DiskState.FULL ? 1 : 0)
                .description("1 when writes are refused for want of room")
                .register(registry);
        Gauge.builder("ratatosk.disk.failing", admin, a -> a.stats().disk() == DiskState.FAILING ? 1 : 0)
                .description("1 when the disk does not keep safely what is written to it")
                .register(registry);
        Gauge.builder("ratatosk.web.sessions", sessions, WebSessions::count)
                .description("Logins on the web")
                .register(registry);
        for (Alert.State state : Alert.State.values()) {
            Gauge.builder("ratatosk.alerts", this, page -> page.alerts.getOrDefault(state, 0))
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .description("Alerts in the outbox")
                    .register(registry);
        }
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    @Override
    public String path() {
        return "/metrics";
    }

    @Override
    public Access access() {
        return Access.LOCAL;
    }

    @Override
    public Answer get(Call call) {
        alerts = readings.outbox().counts();
        return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }
}
