package org.ratatosk.benchmarks;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What has been measured of one server in one round, printed as it comes. Confined to one thread. */
final class Report {
    private final Map<Row, Double> figures = new EnumMap<>(Row.class);
    private final Map<Row, String> doubts = new LinkedHashMap<>();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Notes a figure. */
    void add(Row row, double figure) {
        figures.put(row, figure);
        out.printf(Locale.ROOT, "  %-50s %12s%n", row.title(), format(figure) + " " + row.unit());
        out.flush();
    }

    /** Notes why a figure may say more of the machine than of the server, if there is a reason. */
    void doubt(Row row, String why) {
        if (!why.isEmpty()) {
            doubts.put(row, why);
            say("  (" + why + ")");
        }
    }

    /** Counts what was lost besides, and says so. */
    void lost(String what, long count) {
        figures.merge(Row.LOST, (double) count, Double::sum);
        if (count != 0) {
            say("LOST: " + count + " of " + what);
        }
    }

    /** Prints a remark. */
    void say(String remark) {
        out.println("  " + remark);
        out.flush();
    }

    /** The figures so far. */
    Map<Row, Double> figures() {
        return figures;
    }

    /** The doubts so far. */
    Map<Row, String> doubts() {
        return doubts;
    }

    /** Three digits that count. */
    static String format(double figure) {
        if (Math.abs(figure) >= 100 || figure == Math.rint(figure)) {
            return String.format(Locale.ROOT, "%,d", Math.round(figure));
        }
        return String.format(Locale.ROOT, Math.abs(figure) >= 10 ? "%.1f" : "%.2f", figure);
    }
}
