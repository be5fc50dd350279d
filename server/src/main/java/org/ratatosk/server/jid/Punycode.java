package org.ratatosk.server.jid;

/** Labels of the DNS in ASCII and back (RFC 3492), without the {@code xn--} before them. Immutable. */
final class Punycode {
    private static final int BASE = 36;
    private static final int LEAST = 1;
    private static final int MOST = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST = 0x80;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private Punycode() {}

    /** A label in lower case, of at most some thousand characters, in ASCII. */
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder();
        label.codePoints().filter(point -> point < FIRST).forEach(out::appendCodePoint);
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int delta = 0;
        int bias = FIRST_BIAS;
        int before = FIRST;
        for (int done = basic; done < points.length; ) {
            int next = least(points, before);
            delta += (next - before) * (done + 1);
            for (int point : points) {
                if (point < next) {
                    delta++;
                } else if (point == next) {
                    number(delta, bias, out);
                    bias = adapted(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            before = next + 1;
        }
        return out.toString();
    }

    private static int least(int[] points, int from) {
        int least = Integer.MAX_VALUE;
        for (int point : points) {
            least = point >= from ? Math.min(least, point) : least;
        }
        return least;
    }

    private static void number(int delta, int bias, StringBuilder out) {
        int rest = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) {
                out.append(DIGITS.charAt(rest));
                return;
            }
            out.append(DIGITS.charAt(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    /**
     * What was encoded so.
     *
     * @throws IllegalArgumentException if nothing was
     */
    static String decode(String ascii) {
        int dash = ascii.lastIndexOf('-');
        StringBuilder out = new StringBuilder(dash < 0 ? "" : ascii.substring(0, dash));
        int point = FIRST;
        int at = 0;
        int bias = FIRST_BIAS;
        for (int in = dash + 1; in < ascii.length(); at++) {
            int before = at;
            int weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = in < ascii.length() ? DIGITS.indexOf(ascii.charAt(in)) : -1;
                if (digit < 0) {
                    throw new IllegalArgumentException(ascii);
                }
                in++;
                at = Math.toIntExact((long) at + (long) digit * weight);
                int threshold = threshold(k, bias);
                if (digit < threshold) {
                    break;
                }
                weight = Math.toIntExact((long) weight * (BASE - threshold));
            }
            int length = out.codePointCount(0, out.length()) + 1;
            bias = adapted(at - before, length, before == 0);
            point = Math.addExact(point, at / length);
            at %= length;
            out.insert(out.offsetByCodePoints(0, at), Character.toString(point));
        }
        return out.toString();
    }

    private static int threshold(int k, int bias) {
        return Math.max(LEAST, Math.min(MOST, k - bias));
    }

    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - LEAST) * MOST / 2) {
            rest /= BASE - LEAST;
            k += BASE;
        }
        return k + (BASE - LEAST + 1) * rest / (rest + SKEW);
    }
}
