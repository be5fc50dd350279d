package org.ratatosk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Standing standing = new Standing("two processors");

    TableTest() {
        standing.introduce("Prosody", false, "1: one");
        standing.introduce("ejabberd", false, "2: two");
        standing.introduce(Standing.OURS, false, "3: three");
        standing.introduce("TLS echo", true, "4: no server");
    }

    @Test
    void whoIsBehindIsSaidInTheLastLine() {
        all(Row.CHAT_CPU, 300, 200, 60);
        all(Row.CHAT_RATE_1, 1000, 5000, 4000);
        all(Row.LOST, 0, 3, 0);
        all(Row.IDLE_MEMORY, 10, 80, 100);
        round("TLS echo", Row.CHAT_CPU, 20);
        round("Prosody", Row.LOGIN_CPU, 8);
        assertThat(new Table(standing).verdict())
                .isEqualTo("Behind: messages, 1 in flight.\n2 rows ahead of both, 1 behind");
    }

    @Test
    void theMiddleCountsAndTheRatioTellsHowManyTimesBetter() {
        all(Row.CHAT_CPU, 300, 200, 60);
        all(Row.CHAT_CPU, 300, 300, 40);
        all(Row.CHAT_RATE_10, 1000, 4000, 20000);
        round("TLS echo", Row.CHAT_CPU, 25);
        String table = new Table(standing).markdown();
        assertThat(table)
                .contains(
                        "| CPU per message, 10 in flight | µs | 300 | 250 ± 20 % | 50 ± 20 % | 25 | 6.00 | 5.00 | 0.50 |")
                .contains("| messages, 10 in flight | 1/s | 1,000 | 4,000 | 20,000 | - | 20 | 5.00 | - |")
                .contains("* two processors.");
        assertThat(new Picture(standing).svg()).contains("20,000");
    }

    @Test
    void doubtsAreSaid() {
        Gauge.Cost free = new Gauge.Cost(1, 500_000, 300_000, 0.3, 0);
        assertThat(free.doubt()).isEmpty();
        assertThat(new Gauge.Cost(1, 500_000, 950_000, 0.95, 0).doubt()).contains("the generator itself was the limit");
        assertThat(new Gauge.Cost(1, 500_000, 300_000, 0.3, 0.5).doubt()).contains("something else took 50 %");
        double all = Runtime.getRuntime().availableProcessors() * 1e6;
        assertThat(new Gauge.Cost(1, all * 0.7, all * 0.29, 0.5, 0).doubt()).contains("the machine was the limit");
    }

    private void all(Row row, double prosody, double ejabberd, double ratatosk) {
        round("Prosody", row, prosody);
        round("ejabberd", row, ejabberd);
        round(Standing.OURS, row, ratatosk);
    }

    private void round(String name, Row row, double figure) {
        Report report = new Report(new PrintStream(OutputStream.nullOutputStream()));
        report.add(row, figure);
        assertThat(report.figures()).isEqualTo(Map.of(row, figure));
        standing.add(name, report);
    }
}
