package org.ratatosk.web.view;

import freemarker.template.TemplateModel;
import java.util.List;
import java.util.Locale;

/** Draws how a number went, as a small SVG picture with an area below its line. Immutable. */
public final class Sparkline {
    private static final double WIDTH = 240;
    private static final double HEIGHT = 56;
    private static final double EDGE = 3;
    private static final double HEADROOM = 1.25;

    private Sparkline() {}

    /** A picture of values in order of time, which templates print as it is; {@code label} says what it shows. */
    public static TemplateModel of(List<Double> values, String label) {
        return Templates.safe(svg(values, label));
    }

    static String svg(List<Double> values, String label) {
        StringBuilder out = new StringBuilder("<svg class=\"spark\" viewBox=\"0 0 240 56\" preserveAspectRatio=\"none\""
                + " role=\"img\" aria-label=\"");
        PostHtml.escape(out, label);
        out.append("\">");
        if (values.size() > 1) {
            String line = line(values);
            double right = WIDTH;
            out.append("<path class=\"area\" d=\"").append(line).append(number(right, HEIGHT, 'L'));
            out.append(number(0, HEIGHT, 'L'))
                    .append("Z\"/><path class=\"line\" d=\"")
                    .append(line)
                    .append("\"/>");
        }
        return out.append("</svg>").toString();
    }

    private static String line(List<Double> values) {
        double top =
                HEADROOM * Math.max(1, values.stream().mapToDouble(v -> v).max().orElse(1));
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = WIDTH * i / (values.size() - 1);
            double y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * Math.max(0, values.get(i)) / top;
            line.append(number(x, y, i == 0 ? 'M' : 'L'));
        }
        return line.toString();
    }

    private static String number(double x, double y, char command) {
        return String.format(Locale.ROOT, "%c%.1f %.1f", command, x, y);
    }
}
