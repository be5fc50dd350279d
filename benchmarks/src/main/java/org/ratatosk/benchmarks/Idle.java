package org.ratatosk.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Logins, and sessions that do nothing. Confined to one thread. */
final class Idle {
    private static final int AT_ONCE = 100;
    private static final int PRACTICE = 6;
    private static final double LEVEL = 0.1;
    private final Crowd crowd;
    private final Meter meter;
    private final Gauge gauge;
    private final Plan plan;
    private final Report report;

    Idle(Crowd crowd, Meter meter, Plan plan, Report report) {
        this.crowd = crowd;
        this.meter = meter;
        this.gauge = new Gauge(meter, crowd.loop());
        this.plan = plan;
        this.report = report;
    }

    /**
     * Logs in all, who then do nothing. What a session takes is the more of two: what the processes grew by, and what live heaps did.
     */
    List<Session> hold() throws InterruptedException, IOException {
        practise();
        long resident = meter.kib();
        long heap = meter.heapKib();
        resident = Math.min(resident, meter.kib());
        List<Session> sessions = new ArrayList<>();
        Gauge.Cost cost = gauge.cost(() -> sessions.addAll(crowd.login(0, plan.accounts(), false)));
        report.add(Row.LOGIN_RATE, sessions.size() / cost.seconds());
        report.doubt(Row.LOGIN_RATE, cost.doubt());
        if (meter.isReading()) {
            report.add(Row.LOGIN_CPU, cost.server() / sessions.size() / 1000);
            crowd.appear(sessions);
            TimeUnit.NANOSECONDS.sleep(plan.rest().toNanos());
            long grown = meter.kib() - resident;
            long held = meter.heapKib() - heap;
            report.say("grown by " + grown + " KB; live heap by " + held + " KB");
            report.add(Row.SESSION_MEMORY, Math.max(grown, held) / (double) sessions.size());
        } else {
            crowd.appear(sessions);
        }
        return sessions;
    }

    /** Until the cost of a login is level; people leave again, so that no more memory is taken than for a few. */
    private void practise() throws InterruptedException, IOException {
        int count = Math.min(AT_ONCE, plan.accounts());
        double last = Double.MAX_VALUE;
        for (int i = 0; i < PRACTICE; i++) {
            List<Session> sessions = new ArrayList<>();
            double each = gauge.cost(() -> sessions.addAll(crowd.login(0, count, false)))
                            .server()
                    / count;
            crowd.leave(sessions);
            if (Math.abs(each - last) <= LEVEL * last) {
                return;
            }
            last = each;
        }
    }
}
