package org.ratatosk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a server goes through when it is its turn. Confined to one thread. */
final class Turn {
    private static final int START_SECONDS = 60;
    private static final int IDLE_SECONDS = 5;
    private final Plan plan;
    private final Set<Server> prepared = new HashSet<>();

    Turn(Plan plan) {
        this.plan = plan;
    }

    /** Has a server take its turn. It has ended afterwards. */
    void take(Server server, Target target, Report report) throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd(target)) {
            if (server.isFloor()) {
                Meter meter = start(server, crowd, report);
                crowd.leave(new Idle(crowd, meter, plan, report).hold());
                new Talk(crowd, new Gauge(meter, crowd.loop()), plan, report).echo();
            } else {
                load(server, crowd, report);
            }
        } catch (IllegalStateException e) {
            throw new IOException(server.name() + ": " + e.getMessage() + "\n" + tail(server), e);
        } finally {
            server.close();
        }
    }

    private void load(Server server, Crowd crowd, Report report) throws IOException, InterruptedException {
        server.configure(false);
        if (prepared.add(server)) {
            Meter meter = server.start();
            firstLogin(server, crowd, true);
            new Load(crowd, meter, plan, report).prepare(true, server.bot());
            server.close();
        }
        Meter meter = start(server, crowd, report);
        new Load(crowd, meter, plan, report).run(server.bot());
        server.close();
        server.configure(true);
        Meter archiving = server.start();
        firstLogin(server, crowd, false);
        new Talk(crowd, new Gauge(archiving, crowd.loop()), plan, report).archived();
    }

    /** Starts it and says how long it took until somebody could log in, and how much memory it has when nobody is there. */
    private static Meter start(Server server, Crowd crowd, Report report) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Meter meter = server.start();
        firstLogin(server, crowd, false);
        report.add(Row.START, (System.nanoTime() - begin) / 1e9);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        report.add(Row.IDLE_MEMORY, meter.kib() / 1024.0);
        return meter;
    }

    /** Tries until somebody could log in. */
    private static void firstLogin(Server server, Crowd crowd, boolean register)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try {
                crowd.leave(crowd.login(0, 1, register));
                return;
            } catch (IllegalStateException e) {
                if (server.isDead() || System.nanoTime() > end) {
                    throw new IllegalStateException("does not start: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    private static String tail(Server server) throws IOException {
        Optional<List<String>> lines =
                Files.exists(server.log()) ? Optional.of(Files.readAllLines(server.log())) : Optional.empty();
        return lines.map(all -> String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size())))
                .orElse("");
    }
}
