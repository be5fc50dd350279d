package org.ratatosk.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The figures of a comparison as a table. Confined to one thread. */
final class Table {
    private final Standing standing;

    Table(Standing standing) {
        this.standing = standing;
    }

    /** The table, with what it was measured on. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        standing.about().forEach(line -> text.append("* ").append(line).append(".\n"));
        List<String> heads = new ArrayList<>(List.of("", "unit"));
        heads.addAll(standing.servers());
        rivals().forEach(name -> heads.add("to " + name));
        text.append('\n')
                .append(line(heads))
                .append("|---|---|")
                .append("--:|".repeat(heads.size() - 2))
                .append('\n');
        Arrays.stream(Row.values())
                .filter(row -> standing.servers().stream()
                        .anyMatch(name -> standing.median(name, row).isPresent()))
                .forEach(row -> text.append(line(cells(row))));
        text.append(
                "\nMedians; behind ± half of how far the rounds lie apart. The last columns: how many times better Ratatosk is.\n");
        standing.doubts().forEach(doubt -> text.append("* ").append(doubt).append(".\n"));
        return text.toString();
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(row.title(), row.unit()));
        standing.servers().forEach(name -> cells.add(cell(name, row)));
        rivals().forEach(name -> cells.add(ratio(name, row)));
        return cells;
    }

    private List<String> rivals() {
        return standing.servers().stream()
                .filter(name -> !name.equals(Standing.OURS))
                .toList();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private String cell(String server, Row row) {
        return standing.median(server, row)
                .map(figure -> Report.format(figure) + spread(server, row))
                .orElse("-");
    }

    private String spread(String server, Row row) {
        double spread = standing.spread(server, row);
        return spread == 0 ? "" : " ± " + Math.round(spread * 50) + " %";
    }

    private String ratio(String other, Row row) {
        return standing.ratio(other, row)
                .map(ratio -> String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%.0f", ratio))
                .orElse("-");
    }

    /** The rows in which Ratatosk is behind one of the others. */
    List<Row> behind() {
        return standing.contested().stream()
                .filter(row -> !standing.isAhead(row))
                .toList();
    }

    /** The last line, behind one that names the rows in which Ratatosk is behind, if there are any. */
    String verdict() {
        List<Row> behind = behind();
        String rows = behind.stream().map(Row::title).collect(Collectors.joining("; "));
        return (behind.isEmpty() ? "" : "Behind: " + rows + ".\n")
                + "%d rows ahead of both, %d behind"
                        .formatted(standing.contested().size() - behind.size(), behind.size());
    }
}
