package org.ratatosk.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Chat of pairs, saturated and at a fixed rate, measured once what a message costs is level. Confined to one thread. */
final class Talk {
    private static final double LEVEL = 0.05;
    private static final int STEP_SECONDS = 2;
    private static final int MANY = 10;
    private final Crowd crowd;
    private final Gauge gauge;
    private final Plan plan;
    private final Report report;

    Talk(Crowd crowd, Gauge gauge, Plan plan, Report report) {
        this.crowd = crowd;
        this.gauge = gauge;
        this.plan = plan;
        this.report = report;
    }

    /** What is measured of a window. Immutable. */
    private record Flow(long count, Gauge.Cost cost) {
        double rate() {
            return count / cost.seconds();
        }

        double each() {
            return cost.server() / count;
        }
    }

    /** Messages that nobody archives. */
    void plain() throws InterruptedException, IOException {
        List<Session> sessions = come();
        chat(new Chat(crowd, senders(sessions), receivers(sessions), false));
        crowd.leave(sessions);
    }

    /** The same to an echo, which gives each back what it sent. */
    void echo() throws InterruptedException, IOException {
        List<Session> sessions = crowd.login(0, plan.pairs(), false);
        chat(new Chat(crowd, sessions, sessions, false));
        crowd.leave(sessions);
    }

    private void chat(Chat chat) throws InterruptedException, IOException {
        chat.saturate(MANY);
        warmUp(chat);
        Flow many = measure(chat);
        report.add(Row.CHAT_RATE_10, many.rate());
        report.doubt(Row.CHAT_RATE_10, many.cost().doubt());
        add(Row.CHAT_CPU, many.each());
        report.add(Row.OWN_CPU, many.cost().own() / many.count());
        end(chat, "10 in flight");
        chat.saturate(1);
        TimeUnit.SECONDS.sleep(1);
        Flow one = measure(chat);
        report.add(Row.CHAT_RATE_1, one.rate());
        report.doubt(Row.CHAT_RATE_1, one.cost().doubt());
        end(chat, "1 in flight");
        paced(chat);
    }

    private void paced(Chat chat) throws InterruptedException, IOException {
        chat.pace(plan.rate(), Duration.ofSeconds(STEP_SECONDS));
        end(chat, "practice at a fixed rate");
        Gauge.Cost cost = gauge.cost(() -> chat.pace(plan.rate(), plan.window()));
        end(chat, "a fixed rate");
        Histogram latency = chat.latency();
        report.add(Row.PACED_P50, latency.getValueAtPercentile(50) / 1e6);
        report.add(Row.PACED_P99, latency.getValueAtPercentile(99) / 1e6);
        report.doubt(Row.PACED_P99, cost.doubt());
    }

    /** Chat while messages are archived. */
    void archived() throws InterruptedException, IOException {
        List<Session> sessions = come();
        Chat chat = new Chat(crowd, senders(sessions), receivers(sessions), true);
        chat.saturate(1);
        warmUp(chat);
        Flow flow = measure(chat);
        report.add(Row.ARCHIVE_RATE, flow.rate());
        report.doubt(Row.ARCHIVE_RATE, flow.cost().doubt());
        add(Row.ARCHIVE_CPU, flow.each());
        end(chat, "1 in flight with an archive");
        look(receivers(sessions).get(0));
        crowd.leave(sessions);
    }

    /** Whether there is anything in the archive of one of them. */
    private void look(Session session) throws InterruptedException {
        Arrivals found = crowd.play(() -> {
            Arrivals expected = new Arrivals(List.of(session), "<result".getBytes(US_ASCII));
            session.send(
                    "<iq type='set' id='look'><query xmlns='urn:xmpp:mam:2'><set xmlns='http://jabber.org/protocol/rsm'>"
                            + "<max>1</max></set></query></iq>");
            return expected;
        });
        if (!Crowd.isOver(found.done(), 2 * STEP_SECONDS)) {
            throw new IllegalStateException("There is nothing in the archive, so that this was no comparison.");
        }
    }

    private List<Session> come() throws InterruptedException {
        List<Session> sessions = crowd.login(0, 2 * plan.pairs(), false);
        crowd.appear(sessions);
        return sessions;
    }

    private static List<Session> senders(List<Session> sessions) {
        return sessions.subList(0, sessions.size() / 2);
    }

    private static List<Session> receivers(List<Session> sessions) {
        return sessions.subList(sessions.size() / 2, sessions.size());
    }

    private void add(Row row, double figure) {
        if (gauge.isReading()) {
            report.add(row, figure);
        }
    }

    private void end(Chat chat, String what) throws InterruptedException {
        report.lost("messages, " + what, chat.end());
        String refusal = chat.refusal();
        if (!refusal.isEmpty()) {
            report.say("refused: " + refusal);
        }
    }

    private Flow measure(Chat chat) throws InterruptedException, IOException {
        long before = chat.received();
        Gauge.Cost cost =
                gauge.cost(() -> TimeUnit.NANOSECONDS.sleep(plan.window().toNanos()));
        long count = chat.received() - before;
        if (count == 0) {
            throw new IllegalStateException("Not one message arrived. " + chat.refusal() + " " + crowd.breaks());
        }
        return new Flow(count, cost);
    }

    /** Until the cost of a message is level, or the time for that is over. */
    private void warmUp(Chat chat) throws InterruptedException, IOException {
        long end = System.nanoTime() + plan.warmUp().toNanos();
        double last = Double.MAX_VALUE;
        int level = 0;
        while (level < 2 && System.nanoTime() < end) {
            long before = chat.received();
            Gauge.Cost cost = gauge.cost(() -> TimeUnit.SECONDS.sleep(STEP_SECONDS));
            double each = (gauge.isReading() ? cost.server() : cost.own()) / Math.max(1, chat.received() - before);
            level = Math.abs(each - last) < LEVEL * last ? level + 1 : 0;
            last = each;
        }
        if (level < 2) {
            report.say("(the cost of a message was not level after "
                    + plan.warmUp().toSeconds() + " s)");
        }
    }
}
