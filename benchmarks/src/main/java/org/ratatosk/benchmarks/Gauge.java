package org.ratatosk.benchmarks;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What some work costs the server, this process and the machine. Confined to one thread. */
final class Gauge {
    /** The share of its time from which on a thread, or the machine, counts as busy. */
    private static final double BUSY = 0.9;

    /** In fewer seconds than these, hundredths of a second of processor time tell nothing. */
    private static final double SHORT = 0.5;

    /** As many processors may be used by others before figures are doubted. */
    private static final double OTHERS = 0.15;

    private final Meter meter;
    private final long loop;

    /** @param loop on which all clients live */
    Gauge(Meter meter, EventLoop loop) {
        this.meter = meter;
        this.loop = ((SingleThreadEventExecutor) loop).threadProperties().id();
    }

    /** Whether there is a server's process to read. */
    boolean isReading() {
        return meter.isReading();
    }

    /** What is done between two readings. */
    interface Work {
        void run() throws InterruptedException, IOException;
    }

    /**
     * What it cost. Immutable.
     *
     * @param seconds that it took
     * @param server processor time of the server, in microseconds
     * @param own processor time of this process, in microseconds
     * @param loop the share of the time for which the clients' thread was busy
     * @param others how many processors all else on this machine kept busy; of a server elsewhere it is none of ours
     */
    record Cost(double seconds, double server, double own, double loop, double others) {
        /** Why the figures may say more of this machine than of the server; empty if there is no reason. */
        String doubt() {
            String doubt = "";
            double all = Runtime.getRuntime().availableProcessors();
            if (seconds < SHORT) {
                return doubt;
            }
            if (loop > BUSY) {
                doubt = percent("the generator itself was the limit: its thread was busy for %d %% of the time", loop);
            } else if ((server + own) / 1e6 / seconds > BUSY * all) {
                doubt = percent(
                        "the machine was the limit: the generator took %d %% of it, the server the rest",
                        own / 1e6 / seconds / all);
            }
            if (others > OTHERS) {
                doubt += (doubt.isEmpty() ? "" : "; ")
                        + percent("something else took %d %% of a processor: not to be trusted", others);
            }
            return doubt;
        }

        private static String percent(String text, double share) {
            return String.format(Locale.ROOT, text, Math.round(share * 100));
        }
    }

    /** Does the work and says what it cost. */
    Cost cost(Work work) throws InterruptedException, IOException {
        long machine = Meter.machineMicros();
        long server = meter.micros();
        long own = ownMicros();
        long thread = threadNanos();
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double ofThread = (threadNanos() - thread) / 1e9 / seconds;
        double ofServer = meter.micros() - server;
        double ofOwn = ownMicros() - own;
        double others = (Meter.machineMicros() - machine - ofServer - ofOwn) / 1e6 / seconds;
        return new Cost(seconds, ofServer, ofOwn, ofThread, meter.isReading() ? others : 0);
    }

    private long threadNanos() {
        return Math.max(0, ManagementFactory.getThreadMXBean().getThreadCpuTime(loop));
    }

    private static long ownMicros() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1000;
    }
}
