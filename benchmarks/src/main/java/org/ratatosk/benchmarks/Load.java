package org.ratatosk.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Puts one server under the whole load of a plan, one kind after the other. Confined to one thread. */
final class Load {
    private static final int LOGINS_AT_ONCE = 100;
    private static final double LEVEL = 0.1;

    /** So many that hundredths of a second of processor time are fine enough. */
    private static final int LEAST_ARRIVALS = 5000;

    private final Crowd crowd;
    private final Meter meter;
    private final Gauge gauge;
    private final Plan plan;
    private final Report report;

    Load(Crowd crowd, Meter meter, Plan plan, Report report) {
        this.crowd = crowd;
        this.meter = meter;
        this.gauge = new Gauge(meter, crowd.loop());
        this.plan = plan;
        this.report = report;
    }

    /**
     * Logs in every account once, so that each is there and what can be computed beforehand is, and has some subscribe to the first
     * one's presence. Once for each folder of data.
     *
     * @param register whether the accounts are made
     * @param bot the address of a bot whose posts they subscribe to besides; empty for none
     */
    void prepare(boolean register, String bot) throws InterruptedException {
        report.say((register ? "making " : "trying ") + plan.accounts() + " accounts …");
        for (int i = 0; i < plan.accounts(); i += LOGINS_AT_ONCE) {
            crowd.leave(crowd.login(i, Math.min(LOGINS_AT_ONCE, plan.accounts() - i), register));
        }
        List<Session> sessions = crowd.login(0, plan.subscribers() + 1, false);
        crowd.appear(sessions);
        FanOut fanOut = new FanOut(crowd);
        List<Session> subscribers = sessions.subList(1, sessions.size());
        fanOut.subscribe(sessions.get(0), subscribers);
        if (!bot.isEmpty()) {
            fanOut.follow(sessions.get(0), subscribers, bot);
        }
        crowd.leave(sessions);
        breaks();
    }

    /**
     * All of it.
     *
     * @param bot the address of a bot that tells of posts; empty for none
     */
    void run(String bot) throws InterruptedException, IOException {
        List<Session> sessions = new Idle(crowd, meter, plan, report).hold();
        many(sessions, bot);
        crowd.leave(sessions);
        new Talk(crowd, gauge, plan, report).plain();
        offline();
        TimeUnit.NANOSECONDS.sleep(plan.rest().toNanos());
        if (meter.isReading()) {
            report.add(Row.LOADED_MEMORY, meter.kib() / 1024.0);
        }
        breaks();
    }

    private void breaks() {
        String breaks = crowd.breaks();
        if (!breaks.isEmpty()) {
            report.say(breaks);
        }
    }

    private void add(Row row, double figure) {
        if (meter.isReading()) {
            report.add(row, figure);
        }
    }

    /** What goes to many. */
    private void many(List<Session> sessions, String bot) throws InterruptedException, IOException {
        FanOut fanOut = new FanOut(crowd);
        Session one = sessions.get(0);
        List<Session> others = sessions.subList(1, sessions.size());
        List<Session> subscribers = sessions.subList(1, plan.subscribers() + 1);
        repeat(others, Row.BROADCAST_LAST, Row.BROADCAST_CPU, () -> fanOut.broadcast(one, others));
        repeat(subscribers, Row.PRESENCE_LAST, Row.PRESENCE_CPU, () -> fanOut.presence(one, subscribers));
        if (!bot.isEmpty()) {
            repeat(subscribers, Row.POST_LAST, Row.POST_CPU, () -> fanOut.post(one, subscribers, bot));
        }
    }

    /** Something that goes to many. */
    private interface Volley {
        FanOut.Arrival fire() throws InterruptedException;
    }

    /** Practises until the cost is level, then measures. */
    private void repeat(List<Session> receivers, Row last, Row cpu, Volley volley)
            throws InterruptedException, IOException {
        int count = Math.max(plan.volleys(), LEAST_ARRIVALS / receivers.size());
        List<Double> millis = new ArrayList<>();
        long end = System.nanoTime() + plan.warmUp().toNanos();
        double before = Double.MAX_VALUE;
        double each = fire(count, last, volley, millis).server();
        while (Math.abs(each - before) > LEVEL * before && System.nanoTime() < end) {
            before = each;
            each = fire(count, last, volley, millis).server();
        }
        millis.clear();
        Gauge.Cost cost = fire(count, last, volley, millis);
        Collections.sort(millis);
        report.add(last, millis.get(count / 2));
        report.doubt(last, cost.doubt());
        add(cpu, cost.server() / (count * (double) receivers.size()));
    }

    private Gauge.Cost fire(int count, Row row, Volley volley, List<Double> millis)
            throws InterruptedException, IOException {
        return gauge.cost(() -> {
            for (int i = 0; i < count; i++) {
                FanOut.Arrival arrival = volley.fire();
                report.lost(row.title(), arrival.lost());
                millis.add(arrival.nanos() / 1e6);
            }
        });
    }

    /** Messages to people who are away, stored and delivered. */
    private void offline() throws InterruptedException, IOException {
        List<Session> senders = crowd.login(0, plan.pairs(), false);
        Away away = new Away(crowd);
        away.send(senders, plan.pairs(), plan.pairs(), plan.offline() / 4);
        comeBack(away, plan.offline() / 4);
        Gauge.Cost cost = gauge.cost(() -> {
            away.send(senders, plan.pairs(), plan.pairs(), plan.offline());
            Thread.sleep(Duration.ofMillis(500).toMillis()); // a server may store after it has answered
        });
        add(Row.OFFLINE_CPU, cost.server() / plan.offline());
        report.doubt(Row.OFFLINE_CPU, cost.doubt());
        add(Row.OFFLINE_DELIVERY_CPU, comeBack(away, plan.offline()));
        crowd.leave(senders);
    }

    private double comeBack(Away away, int count) throws InterruptedException, IOException {
        List<Session> back = crowd.login(plan.pairs(), plan.pairs(), false);
        Gauge.Cost cost = gauge.cost(() -> report.lost("messages kept for later", away.comeBack(back, count)));
        crowd.leave(back);
        return cost.server() / count;
    }
}
