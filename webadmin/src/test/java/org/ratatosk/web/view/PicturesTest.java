package org.ratatosk.web.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PicturesTest {
    private static final int SCALE = 4;

    @Test
    void aQrCodeReadsBack() throws ReaderException {
        String text = "https://example.org/set-password/abcdefghijklmnopqrstuvwxyz?ü";
        assertThat(read(QrSvg.svg(text))).isEqualTo(text);
    }

    /** Draws the picture's path and reads it as a camera would. */
    private static String read(String svg) throws ReaderException {
        Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
        assertThat(box.find()).isTrue();
        int size = Integer.parseInt(box.group(1)) * SCALE;
        int[] pixels = new int[size * size];
        Arrays.fill(pixels, 0xffffff);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)").matcher(svg);
        while (run.find()) {
            int x = Integer.parseInt(run.group(1)) * SCALE;
            int y = Integer.parseInt(run.group(2)) * SCALE;
            int width = Integer.parseInt(run.group(3)) * SCALE;
            assertThat(run.group(4)).isEqualTo(run.group(3));
            for (int row = y; row < y + SCALE; row++) {
                Arrays.fill(pixels, row * size + x, row * size + x + width, 0);
            }
        }
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels)));
        try {
            return new QRCodeReader().decode(bitmap).getText();
        } catch (NotFoundException e) {
            throw new AssertionError("This is no QR code: " + svg, e);
        }
    }

    @Test
    void aSparklineGoesFromLeftToRightAndHighIsUp() {
        String svg = Sparkline.svg(List.of(0.0, 5.0, 10.0), "so & so");
        assertThat(svg).contains("aria-label=\"so &amp; so\"", "M0.0 53.0L120.0 33.0L240.0 13.0");
    }

    @Test
    void withoutAPastThereIsNoLine() {
        assertThat(Sparkline.svg(List.of(), "x")).doesNotContain("<path");
        assertThat(Sparkline.svg(List.of(1.0), "x")).doesNotContain("<path");
        assertThat(Sparkline.svg(List.of(0.0, 0.0), "x")).contains("M0.0 53.0L240.0 53.0");
    }

    @Test
    void anExcerptEndsBetweenWords() {
        assertThat(Excerpt.of(" a  short\ntext ", 20)).isEqualTo("a short text");
        assertThat(Excerpt.of("one two three four", 12)).isEqualTo("one two…");
        assertThat(Excerpt.of("aaaaaaaaaaaaaaaaaaaaaaaa", 10)).isEqualTo("aaaaaaaaa…");
        assertThat(Excerpt.of("aaaaaaaa\uD83D\uDC3Fbbbb", 10)).isEqualTo("aaaaaaaa…");
    }
}
