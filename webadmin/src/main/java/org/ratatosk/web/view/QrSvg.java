package org.ratatosk.web.view;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import freemarker.template.TemplateModel;
import java.util.Map;

/** Draws a QR code as SVG, dark on light in every colour scheme, since cameras want it so. Immutable. */
public final class QrSvg {
    private static final int MARGIN = 3;

    private QrSvg() {}

    /** A picture of a text of at most some hundred characters, which templates print as it is. */
    public static TemplateModel of(String text) {
        return Templates.safe(svg(text));
    }

    static String svg(String text) {
        BitMatrix dots = encode(text);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < dots.getHeight(); y++) {
            for (int x = 0; x < dots.getWidth(); x++) {
                int run = 0;
                while (x + run < dots.getWidth() && dots.get(x + run, y)) {
                    run++;
                }
                if (run > 0) {
                    path.append('M')
                            .append(x)
                            .append(' ')
                            .append(y)
                            .append('h')
                            .append(run)
                            .append("v1h-")
                            .append(run);
                    x += run;
                }
            }
        }
        return "<svg class=\"qr\" viewBox=\"0 0 " + dots.getWidth() + ' ' + dots.getHeight()
                + "\" role=\"img\" aria-label=\"QR code\" shape-rendering=\"crispEdges\">"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#1b140f\" d=\"" + path
                + "\"/></svg>";
    }

    private static BitMatrix encode(String text) {
        try {
            return new QRCodeWriter()
                    .encode(
                            text,
                            BarcodeFormat.QR_CODE,
                            0,
                            0,
                            Map.of(EncodeHintType.MARGIN, MARGIN, EncodeHintType.CHARACTER_SET, "UTF-8"));
        } catch (WriterException e) {
            throw new IllegalArgumentException("Too long for a QR code", e);
        }
    }
}
