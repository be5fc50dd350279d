package org.ratatosk.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The figures of a comparison as a picture: for each row a bar per server, the longest as long as the field. Confined to one thread. */
final class Picture {
    private static final List<String> COLOURS = List.of("#8d99ae", "#c9a227", "#1b7f5c", "#6c4ab6");
    private static final int LEFT = 350;
    private static final int FIELD = 420;
    private static final int BAR = 12;
    private static final int TOP = 46;
    private final Standing standing;

    Picture(Standing standing) {
        this.standing = standing;
    }

    /** The picture in SVG. */
    String svg() {
        List<String> names = standing.servers();
        int step = names.size() * BAR + 14;
        List<Row> rows = Arrays.stream(Row.values())
                .filter(row -> names.stream()
                        .anyMatch(name -> standing.median(name, row).isPresent()))
                .toList();
        int height = TOP + rows.size() * step + 10;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                LEFT + FIELD + 120, height));
        svg.append("<title>Costs and rates of XMPP servers under the same load</title>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (int i = 0; i < names.size(); i++) {
            svg.append(String.format(
                    "<rect x=\"%d\" y=\"14\" width=\"12\" height=\"12\" fill=\"%s\"/><text x=\"%d\" y=\"24\">%s</text>%n",
                    LEFT + i * 110, COLOURS.get(i), LEFT + i * 110 + 18, names.get(i)));
        }
        int y = TOP;
        for (Row row : rows) {
            row(svg, row, names, y);
            y += step;
        }
        return svg.append("</svg>\n").toString();
    }

    private void row(StringBuilder svg, Row row, List<String> names, int top) {
        double longest = names.stream()
                .mapToDouble(name -> standing.median(name, row).orElse(0.0))
                .max()
                .orElse(0);
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s%s</text>%n",
                LEFT - 10,
                top + names.size() * BAR / 2 + 4,
                row.title(),
                row.unit().isEmpty() ? "" : ", " + row.unit()));
        for (int i = 0; i < names.size(); i++) {
            int y = top + i * BAR;
            String colour = COLOURS.get(i);
            standing.median(names.get(i), row)
                    .ifPresent(figure -> svg.append(String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/><text x=\"%.1f\" y=\"%d\" font-size=\"10\">%s</text>%n",
                            LEFT,
                            y,
                            longest == 0 ? 0 : Math.max(1, figure / longest * FIELD),
                            BAR - 2,
                            colour,
                            LEFT + (longest == 0 ? 0 : figure / longest * FIELD) + 6,
                            y + BAR - 3,
                            Report.format(figure))));
        }
    }
}
